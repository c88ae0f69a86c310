using System.Net;
using Doorward.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Doorward.Platform.Tests.Http;

public sealed class HeaderTests
{
    private static Task<Edge> Open(EdgeSettings? settings = null) => Edge.Open(app =>
    {
        app.MapGet("/", (HttpContext context, ILogger<HeaderTests> log) =>
        {
            log.LogInformation("seen");
            return context.TraceIdentifier;
        });
        app.MapGet("/bug", string () => throw new InvalidOperationException("oops"));
        app.MapGet("/slow", async (CancellationToken cancellation) =>
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation));
        app.MapGet("/https", (HttpContext context) => context.Request.Scheme);
    }, settings);

    [Theory]
    [InlineData("/")]
    [InlineData("/nowhere")]
    [InlineData("/bug")]
    [InlineData("/health/live")]
    public async Task Every_answer_has_the_security_headers(string path)
    {
        await using var edge = await Open();

        var headers = (await edge.Get(path)).Headers;

        headers["X-Content-Type-Options"].ShouldBe("nosniff");
        headers["Content-Security-Policy"].ShouldContain("frame-ancestors 'none'");
        headers["Referrer-Policy"].ShouldBe("no-referrer");
        headers.ShouldContainKey("X-Request-Id");
        headers.ShouldNotContainKey("Server");
        headers.ShouldNotContainKey("Strict-Transport-Security");
    }

    [Fact]
    public async Task Behind_a_trusted_https_proxy_hsts_is_sent()
    {
        await using var edge = await Open(new EdgeSettings { TrustedProxies = [IPNetwork.Parse("127.0.0.1/32")] });

        var answer = await edge.Get("/https", ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.1"));

        answer.Text.ShouldBe("https");
        answer.Headers["Strict-Transport-Security"].ShouldBe("max-age=31536000");
    }

    [Theory]
    [InlineData("abc-123_X.y")]
    [InlineData("a")]
    public async Task A_sane_request_id_is_taken_over_and_logged(string id)
    {
        await using var edge = await Open();

        var answer = await edge.Get("/", ("X-Request-Id", id));

        answer.Headers["X-Request-Id"].ShouldBe(id);
        answer.Text.ShouldBe(id);
        edge.Logs.ShouldContain(line => line.Contains("seen", StringComparison.Ordinal) && line.Contains($"request_id={id}", StringComparison.Ordinal), string.Join("\n", edge.Logs.TakeLast(5)));
    }

    [Theory]
    [InlineData("has space")]
    [InlineData("a\"b")]
    [InlineData("a;b")]
    [InlineData("{\"level\":\"fake\"}")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task Any_other_request_id_is_replaced(string id)
    {
        await using var edge = await Open();

        var made = (await edge.Get("/", ("X-Request-Id", id))).Headers["X-Request-Id"];

        made.Length.ShouldBe(32);
        made.ShouldAllBe(c => char.IsAsciiHexDigitLower(c));
    }

    [Fact]
    public async Task A_listed_origin_may_call_with_credentials()
    {
        await using var edge = await Open();

        var answer = await edge.Get("/", ("Origin", "http://localhost:3000"));

        answer.Headers["Access-Control-Allow-Origin"].ShouldBe("http://localhost:3000");
        answer.Headers["Access-Control-Allow-Credentials"].ShouldBe("true");
    }

    [Theory]
    [InlineData("http://localhost:3001")]
    [InlineData("https://localhost:3000")]
    [InlineData("http://localhost:3000.evil.example")]
    [InlineData("null")]
    public async Task Any_other_origin_gets_no_leave(string origin)
    {
        await using var edge = await Open();

        (await edge.Get("/", ("Origin", origin))).Headers.ShouldNotContainKey("Access-Control-Allow-Origin");
        (await edge.Send(HttpMethod.Options, "/", null, ("Origin", origin), ("Access-Control-Request-Method", "POST")))
            .Headers.ShouldNotContainKey("Access-Control-Allow-Origin");
    }

    [Fact]
    public async Task A_preflight_is_answered_for_the_headers_that_clients_send()
    {
        await using var edge = await Open();

        var answer = await edge.Send(HttpMethod.Options, "/", null,
            ("Origin", "http://localhost:3000"), ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization,content-type,idempotency-key"));

        answer.Status.ShouldBe(HttpStatusCode.NoContent);
        answer.Headers["Access-Control-Allow-Methods"].ShouldContain("POST");
        answer.Headers["Access-Control-Allow-Headers"].ShouldContain("idempotency-key", Case.Insensitive);
    }

    [Fact]
    public async Task A_refusal_can_be_read_by_a_listed_origin()
    {
        await using var edge = await Open();

        (await edge.Get("/bug", ("Origin", "http://localhost:3000"))).Headers.ShouldContainKey("Access-Control-Allow-Origin");
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_given_up()
    {
        await using var edge = await Open(new EdgeSettings { RequestTimeoutSeconds = 1 });

        (await edge.Get("/slow")).ShouldRefuse(503, "took_too_long").Headers.ShouldContainKey("Retry-After");
    }
}
