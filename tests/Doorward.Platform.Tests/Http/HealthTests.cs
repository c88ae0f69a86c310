using System.Net;
using Doorward.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Doorward.Platform.Tests.Http;

public sealed class HealthTests
{
    private static Task<Edge> Open(params Part[] parts) => Edge.Open(register: builder =>
    {
        foreach (var part in parts)
        {
            builder.Services.AddSingleton<IReadiness>(part);
        }
    });

    [Fact]
    public async Task Ready_when_every_part_is()
    {
        await using var edge = await Open(new Part("postgres"), new Part("events"));

        var answer = await edge.Get("/health/ready");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text.ShouldBe("""{"status":"ready","parts":{"postgres":"ready","events":"ready"}}""");
    }

    [Theory]
    [InlineData(true, HttpStatusCode.ServiceUnavailable, """{"status":"not_ready","parts":{"postgres":"ready","queue":"is behind."}}""")]
    [InlineData(false, HttpStatusCode.OK, """{"status":"ready","parts":{"postgres":"ready"}}""")]
    public async Task A_part_of_workers_has_its_say_where_workers_are(bool workers, HttpStatusCode status, string text)
    {
        await using var edge = await Edge.Open(register: builder => builder.Services
            .AddSingleton(new Roles(true, workers))
            .AddSingleton<IReadiness>(new Part("postgres"))
            .AddSingleton<IReadiness>(new Part("queue", () => "is behind.", ofWorkers: true)));

        var answer = await edge.Get("/health/ready");

        (answer.Status, answer.Text).ShouldBe((status, text));
    }

    [Fact]
    public async Task Not_ready_says_which_part_and_why_and_is_alive_all_the_same()
    {
        await using var edge = await Open(new Part("postgres", () => "does not answer."), new Part("events"));

        var answer = await edge.Get("/health/ready");

        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Text.ShouldBe("""{"status":"not_ready","parts":{"postgres":"does not answer.","events":"ready"}}""");
        (await edge.Get("/health/live")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_part_that_no_request_needs_is_told_of_and_holds_up_nothing()
    {
        await using var edge = await Open(new Part("postgres"), new Part("sqs", () => "cannot be received from.", holdsUp: false));

        var answer = await edge.Get("/health/ready");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text.ShouldBe("""{"status":"ready","parts":{"postgres":"ready","sqs":"cannot be received from."}}""");
    }

    [Fact]
    public async Task A_part_that_throws_is_not_ready_and_keeps_its_secrets()
    {
        await using var edge = await Open(new Part("postgres", () => throw new InvalidOperationException("Password=hunter2")));

        var answer = await edge.Get("/health/ready");

        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Text.ShouldNotContain("hunter2");
        answer.Json.GetProperty("parts").GetProperty("postgres").GetString().ShouldBe("does not answer.");
    }

    [Fact]
    public async Task A_part_that_hangs_does_not_hold_the_probe()
    {
        await using var edge = await Open(new Part("postgres", hang: true));

        (await edge.Get("/health/ready")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Not_ready_from_the_first_moment_of_the_shutdown()
    {
        await using var edge = await Open(new Part("postgres"));
        (await edge.Get("/health/ready")).Status.ShouldBe(HttpStatusCode.OK);

        edge.App.Lifetime.StopApplication();

        var answer = await edge.Get("/health/ready");
        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Text.ShouldContain("is shutting down.");
    }

    private sealed class Part(string name, Func<string?>? says = null, bool hang = false, bool holdsUp = true, bool ofWorkers = false) : IReadiness
    {
        string IReadiness.Part => name;

        bool IReadiness.HoldsUpRequests => holdsUp;

        bool IReadiness.IsOfWorkers => ofWorkers;

        public async ValueTask<string?> NotReadyBecause(CancellationToken cancellation)
        {
            if (hang)
            {
                // ignores its token on purpose
                await Task.Delay(TimeSpan.FromSeconds(60), TimeProvider.System, CancellationToken.None);
            }

            return says?.Invoke();
        }
    }
}
