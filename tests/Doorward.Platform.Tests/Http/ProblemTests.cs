using System.Net;
using System.Text;
using Doorward.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Doorward.Platform.Tests.Http;

public sealed class ProblemTests
{
    public enum Level
    {
        Low,
        VeryHigh,
    }

    public sealed record Guest(string Name);

    public sealed record Ask(string Name, int Count, Guid? SlotId = null, DateTimeOffset? At = null, Level Level = Level.Low, Guest[]? Guests = null);

    private static Task<Edge> Open() => Edge.Open(Map);

    private static void Map(WebApplication app)
    {
        app.MapPost("/echo", (Ask ask) => TypedResults.Ok(ask));
        app.MapGet("/things/{id}", (Guid id) => TypedResults.Ok(id));
        app.MapGet("/list", ([AsParameters] PageQuery page) => page.Refusal?.AsProblem() as IResult ?? TypedResults.Ok(page.Take));
        app.MapGet("/at", ([FromQuery(Name = "at")] Timestamp at) => TypedResults.Ok(at.Value));
        app.MapGet("/needs", ([FromQuery(Name = "slot_id")] Guid slotId) => TypedResults.Ok(slotId));
        app.MapGet("/bug", string () => throw new InvalidOperationException("the secret is 42"));
        app.MapGet("/late-bug", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("half of it");
            await context.Response.Body.FlushAsync();
            throw new InvalidOperationException("too late");
        });
        app.MapGet("/unsent-bug", string (HttpContext context) =>
        {
            "half"u8.CopyTo(context.Response.BodyWriter.GetSpan(4));
            context.Response.BodyWriter.Advance(4);
            throw new InvalidOperationException("too late");
        });
        app.MapGet("/taken", () => new Refusal("slot_taken", 409, "Someone else took this slot.").AsProblem());
        app.MapGet("/busy", () => (StandardRefusals.Overloaded with { RetryAfterSeconds = 7 }).AsProblem());
        app.MapGet("/bare/{status:int}", (int status) => TypedResults.StatusCode(status));
        app.MapPost("/big", (Ask ask) => TypedResults.Ok(ask)).WithBodyLimit(300_000);
    }

    [Fact]
    public async Task A_refusal_has_every_member()
    {
        await using var edge = await Open();

        var answer = await edge.Get("/taken?token=abc");

        answer.ShouldRefuse(409, "slot_taken");
        answer.Member("title").ShouldBe("Slot taken");
        answer.Member("detail").ShouldBe("Someone else took this slot.");
        answer.Member("instance").ShouldBe("/taken");
        answer.Json.TryGetProperty("traceId", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_refusal_is_json_whatever_the_caller_accepts() =>
        await WithEdge(async edge => (await edge.Get("/taken", ("Accept", "text/html"))).ShouldRefuse(409, "slot_taken"));

    [Fact]
    public async Task A_503_says_when_to_come_back() => await WithEdge(async edge =>
    {
        (await edge.Get("/busy")).ShouldRefuse(503, "overloaded").Headers["Retry-After"].ShouldBe("7");
        (await edge.Get("/bare/503")).ShouldRefuse(503, "overloaded").Headers["Retry-After"].ShouldBe("1");
        (await edge.Get("/bare/429")).ShouldRefuse(429, "too_many_requests").Headers["Retry-After"].ShouldBe("1");
    });

    [Fact]
    public async Task A_bug_is_a_500_without_internals_and_is_logged_once()
    {
        await using var edge = await Open();

        var answer = await edge.Get("/bug");

        answer.ShouldRefuse(500, "internal_error");
        answer.Text.ShouldNotContain("secret");
        var logged = edge.Logs.Where(line => line.Contains("the secret is 42", StringComparison.Ordinal)).ShouldHaveSingleItem();
        logged.ShouldContain(answer.Member("trace_id"));
    }

    [Theory]
    [InlineData("/late-bug")]
    [InlineData("/unsent-bug")]
    public async Task A_bug_after_half_an_answer_cuts_the_connection(string path)
    {
        await using var edge = await Open();

        await Should.ThrowAsync<HttpRequestException>(() => edge.Get(path));

        edge.Logs.Count(line => line.Contains("too late", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData("/nowhere", 404, "not_found")]
    [InlineData("/bare/401", 401, "not_signed_in")]
    [InlineData("/bare/403", 403, "not_allowed")]
    [InlineData("/bare/418", 418, "http_418")]
    public async Task A_bare_status_becomes_a_problem(string path, int status, string code) =>
        await WithEdge(async edge => (await edge.Get(path)).ShouldRefuse(status, code));

    [Fact]
    public async Task A_wrong_method_says_which_are_right() => await WithEdge(async edge =>
        (await edge.Send(HttpMethod.Delete, "/taken", null)).ShouldRefuse(405, "method_not_allowed").Headers["Allow"].ShouldBe("GET"));

    [Theory]
    [InlineData("""{"name":"Ana","count":1,"surprise":1}""", "surprise", "is no member known here.")]
    [InlineData("""{"name":"Ana","count":1,"Name":"Rui"}""", "Name", "is no member known here.")]
    [InlineData("""{"name":"Ana"}""", "count", "is required.")]
    [InlineData("""{"name":"Ana","count":"1"}""", "count", "has a value of the wrong kind.")]
    [InlineData("""{"name":"Ana","count":1.5}""", "count", "has a value of the wrong kind.")]
    [InlineData("""{"name":"Ana","count":99999999999}""", "count", "has a value of the wrong kind.")]
    [InlineData("""{"name":["Ana"],"count":1}""", "name", "has a value of the wrong kind.")]
    [InlineData("""{"name":null,"count":1}""", "name", "must not be null.")]
    [InlineData("""{"name":"a\u0000b","count":1}""", "name", "must not contain the NUL character.")]
    [InlineData("""{"name":"\ud800","count":1}""", "name", "has a value of the wrong kind.")]
    [InlineData("""{"name":"Ana","count":1,"slot_id":"7"}""", "slot_id", "has a value of the wrong kind.")]
    [InlineData("""{"name":"Ana","count":1,"at":"2026-11-21T09:00:00"}""", "at", Rfc3339.Expectation)]
    [InlineData("""{"name":"Ana","count":1,"at":5}""", "at", Rfc3339.Expectation)]
    [InlineData("""{"name":"Ana","count":1,"level":"middling"}""", "level", "has a value of the wrong kind.")]
    [InlineData("""{"name":"Ana","count":1,"level":1}""", "level", "has a value of the wrong kind.")]
    [InlineData("""{"name":"Ana","count":1,"guests":[{"name":"a"},{"name":5}]}""", "guests[1].name", "has a value of the wrong kind.")]
    [InlineData("[]", "body", "has a value of the wrong kind.")]
    [InlineData("7", "body", "has a value of the wrong kind.")]
    public async Task Json_that_does_not_fit_names_its_field(string body, string field, string sentence) => await WithEdge(async edge =>
    {
        var answer = (await edge.Post("/echo", body)).ShouldRefuse(422, "invalid");

        answer.ErrorOf(field).ShouldBe(sentence);
        answer.Text.ShouldNotContain("Ask");
    });

    [Fact]
    public async Task Every_missing_member_is_named_at_once() => await WithEdge(async edge =>
    {
        var answer = (await edge.Post("/echo", "{}")).ShouldRefuse(422, "invalid");

        answer.ErrorOf("name").ShouldBe("is required.");
        answer.ErrorOf("count").ShouldBe("is required.");
    });

    [Theory]
    [InlineData("{", "malformed_json")]
    [InlineData("""{"name":"Ana","count":1,}""", "malformed_json")]
    [InlineData("""{"name":"Ana","count":1} extra""", "malformed_json")]
    [InlineData("""{"name":"Ana","count":1,"count":2}""", "malformed_json")]
    [InlineData("""{"name":"Ana","count":1,"guests":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}""", null)]
    [InlineData("nonsense", "malformed_json")]
    [InlineData("", "body_required")]
    [InlineData("null", "body_required")]
    public async Task What_is_no_json_is_a_400(string body, string? code) => await WithEdge(async edge =>
    {
        var answer = await edge.Post("/echo", body);
        if (code is not null)
        {
            answer.ShouldRefuse(400, code);
        }

        ((int)answer.Status).ShouldBeInRange(400, 422);
    });

    [Fact]
    public async Task Invalid_utf8_is_a_400() => await WithEdge(async edge =>
    {
        byte[] body = [.. "{\"count\":1,\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");

        (await edge.Send(HttpMethod.Post, "/echo", content)).ShouldRefuse(400, "malformed_json");
    });

    [Fact]
    public async Task Another_content_type_is_a_415() => await WithEdge(async edge =>
    {
        (await edge.Post("/echo", "{}", "text/plain")).ShouldRefuse(415, "unsupported_media_type");
        (await edge.Post("/echo", "name=Ana", "application/x-www-form-urlencoded")).ShouldRefuse(415, "unsupported_media_type");
    });

    [Fact]
    public async Task A_body_over_the_limit_is_a_413_and_a_route_may_have_its_own() => await WithEdge(async edge =>
    {
        var body = $$"""{"count":1,"name":"{{new string('a', 70_000)}}"}""";

        (await edge.Post("/echo", body)).ShouldRefuse(413, "body_too_large");
        (await edge.Post("/big", body)).Status.ShouldBe(HttpStatusCode.OK);
    });

    [Fact]
    public async Task A_chunked_body_over_the_limit_is_a_413() => await WithEdge(async edge =>
    {
        var chunk = Encoding.ASCII.GetBytes("8000\r\n" + new string(' ', 0x8000) + "\r\n");

        var answer = await edge.SendRaw(
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(),
            chunk, chunk, chunk, "0\r\n\r\n"u8.ToArray());

        answer.ShouldStartWith("HTTP/1.1 413");
        answer.ShouldContain("body_too_large");
    });

    [Theory]
    [InlineData("/things/7", "id must be a UUID.")]
    [InlineData("/needs?slot_id=7", "slot_id must be a UUID.")]
    [InlineData("/needs", "slot_id is required.")]
    [InlineData("/list?limit=many", "limit must be a whole number.")]
    [InlineData("/list?limit=99999999999", "limit must be a whole number.")]
    [InlineData("/at?at=2026-11-21T09:00:00", "at " + Rfc3339.Expectation)]
    [InlineData("/at?at=tomorrow", "at " + Rfc3339.Expectation)]
    public async Task A_parameter_that_cannot_be_read_is_named(string path, string sentence) =>
        await WithEdge(async edge => (await edge.Get(path)).ShouldRefuse(400, "malformed_request").Member("detail").ShouldBe(sentence));

    [Theory]
    [InlineData("GET / HTTP/9.9\r\n\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("GET /taken HTTP/1.1\r\n\r\n")]
    [InlineData("GET /taken HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n")]
    [InlineData("GET /taken\u0000 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n")]
    public async Task Malformed_http_is_refused_and_the_server_lives_on(string request) => await WithEdge(async edge =>
    {
        (await edge.SendRaw(Encoding.Latin1.GetBytes(request))).ShouldMatch("^HTTP/1.1 (4..|505)");

        (await edge.Get("/taken")).Status.ShouldBe(HttpStatusCode.Conflict);
    });

    [Fact]
    public async Task A_truncated_body_is_no_error_of_ours() => await WithEdge(async edge =>
    {
        var answer = await edge.SendRaw(
            halfClose: true,
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"name\":\"An"u8.ToArray());

        answer.ShouldNotContain("HTTP/1.1 5");
        (await edge.Get("/taken")).Status.ShouldBe(HttpStatusCode.Conflict);
        edge.Logs.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
    });

    [Fact]
    public async Task A_client_that_leaves_is_no_error()
    {
        var entered = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        await using var edge = await Edge.Open(app => app.MapGet("/wait", async (HttpContext context) =>
        {
            context.Response.OnCompleted(() =>
            {
                left.SetResult();
                return Task.CompletedTask;
            });
            entered.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }));
        using var leave = new CancellationTokenSource();

        var request = edge.Client.GetAsync("/wait", leave.Token);
        await entered.Task;
        await leave.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => request);
        await left.Task.WaitAsync(TimeSpan.FromSeconds(60));
        edge.Logs.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Good_json_comes_back_in_the_same_words() => await WithEdge(async edge =>
    {
        const string Body = """{"name":"Zoë <b>","count":1,"slot_id":null,"at":"2026-11-21T10:00:00.5+01:00","level":"very_high","guests":[{"name":"𝒜"}]}""";

        var answer = await edge.Post("/echo", Body);

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Member("name").ShouldBe("Zoë <b>");
        answer.Text.ShouldContain("Zoë");
        answer.Text.ShouldNotContain("<b>");
        answer.Member("at").ShouldBe("2026-11-21T09:00:00.5Z");
        answer.Member("level").ShouldBe("very_high");
    });

    private static async Task WithEdge(Func<Edge, Task> test)
    {
        await using var edge = await Open();
        await test(edge);
    }
}
