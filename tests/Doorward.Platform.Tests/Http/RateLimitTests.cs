using System.Net;
using Doorward.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Platform.Tests.Http;

public sealed class RateLimitTests
{
    private static readonly EdgeSettings Tight = new() { LimitLoopback = true, PerAddress = new(1, 3), PerCaller = new(1_000, 1_000) };

    private static Task<Edge> Open(EdgeSettings settings) => Edge.Open(
        app => app.MapGet("/", (HttpContext context) => $"{context.Connection.RemoteIpAddress}"),
        settings,
        builder => builder.Services.AddSingleton<ICallerKey, HeaderCaller>());

    [Fact]
    public async Task Past_its_burst_an_address_is_told_when_to_come_back()
    {
        await using var edge = await Open(Tight);
        for (var i = 0; i < 3; i++)
        {
            (await edge.Get("/")).Status.ShouldBe(HttpStatusCode.OK);
        }

        var answer = (await edge.Get("/")).ShouldRefuse(429, "too_many_requests");

        int.Parse(answer.Headers["Retry-After"]).ShouldBeInRange(1, 3);
        answer.Json.GetProperty("retry_after_seconds").GetInt32().ShouldBeInRange(1, 3);
    }

    [Fact]
    public async Task Health_is_answered_whatever_the_limit()
    {
        await using var edge = await Open(Tight);
        for (var i = 0; i < 10; i++)
        {
            (await edge.Get("/health/live")).Status.ShouldBe(HttpStatusCode.OK);
            await edge.Get("/");
        }
    }

    [Fact]
    public async Task One_callers_flood_is_not_anothers()
    {
        await using var edge = await Open(Tight with { PerAddress = new(1_000, 1_000), PerCaller = new(1, 2) });
        await edge.Get("/", ("X-Caller", "ana"));
        await edge.Get("/", ("X-Caller", "ana"));

        (await edge.Get("/", ("X-Caller", "ana"))).ShouldRefuse(429, "too_many_requests");
        (await edge.Get("/", ("X-Caller", "rui"))).Status.ShouldBe(HttpStatusCode.OK);
        (await edge.Get("/")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task This_machine_is_not_limited_unless_asked_for()
    {
        await using var edge = await Open(Tight with { LimitLoopback = false, PerCaller = new(1, 1) });
        for (var i = 0; i < 10; i++)
        {
            (await edge.Get("/", ("X-Caller", "ana"))).Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Forwarded_headers_of_a_stranger_are_ignored()
    {
        await using var edge = await Open(Tight);
        for (var i = 0; i < 3; i++)
        {
            (await edge.Get("/", ("X-Forwarded-For", $"203.0.113.{i}"))).Text.ShouldBe("127.0.0.1");
        }

        (await edge.Get("/", ("X-Forwarded-For", "203.0.113.9"))).ShouldRefuse(429, "too_many_requests");
    }

    [Fact]
    public async Task A_trusted_proxys_forwarded_address_counts_and_not_what_was_forged_before_it()
    {
        await using var edge = await Open(Tight with { LimitLoopback = false, TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] });
        for (var i = 0; i < 3; i++)
        {
            (await edge.Get("/", ("X-Forwarded-For", $"198.51.100.{i}, 203.0.113.1"))).Text.ShouldBe("203.0.113.1");
        }

        (await edge.Get("/", ("X-Forwarded-For", "203.0.113.1"))).ShouldRefuse(429, "too_many_requests");
        (await edge.Get("/", ("X-Forwarded-For", "203.0.113.2"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void A_64_of_ipv6_is_one_address_and_two_are_two()
    {
        int Bucket(string address) => AddressBuckets.BucketOf(IPAddress.Parse(address), loopbackToo: false);

        Bucket("2001:db8:1:2::1").ShouldBe(Bucket("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        Bucket("::ffff:203.0.113.1").ShouldBe(Bucket("203.0.113.1"));
        Enumerable.Range(0, 64).Select(i => Bucket($"2001:db8:1:{i:x}::1")).Distinct().Count().ShouldBeGreaterThan(60);
    }

    [Fact]
    public void A_flood_of_addresses_stays_within_its_buckets()
    {
        var buckets = new HashSet<int>();
        for (var i = 0; i < 300_000; i++)
        {
            buckets.Add(AddressBuckets.BucketOf(new IPAddress(i * 7919L & 0xFFFFFFFF), loopbackToo: true));
        }

        buckets.Count.ShouldBeLessThanOrEqualTo(AddressBuckets.Count);
        buckets.ShouldAllBe(bucket => bucket >= 0 && bucket < AddressBuckets.Count);
    }

    private sealed class HeaderCaller : ICallerKey
    {
        public string? Of(HttpContext context) => context.Request.Headers["X-Caller"];
    }
}
