using System.Diagnostics;
using System.Text.Json;
using Doorward.Platform.Telemetry;
using Doorward.Platform.Tests.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Doorward.Platform.Tests.Telemetry;

/// <summary>Listeners are of the whole process: every test that adds one is in this class, whose tests run one after the other.</summary>
[Collection("listeners")]
public sealed class TelemetryTests
{
    private const string Theirs = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private sealed record Note(string Text);

    private static void Map(WebApplication app)
    {
        app.MapGet("/traceparent", () => DoorwardTelemetry.Traceparent);
        app.MapPost("/things/{id}", (string id, Note note, ILogger<TelemetryTests> log) => log.LogInformation("worked"));
        app.MapPost("/bug", string (Note note) => throw new InvalidOperationException("bug"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(LogLevel.Trace)]
    public async Task No_token_query_or_body_is_ever_logged(LogLevel? turnedUpTo)
    {
        await using var edge = await Edge.Open(Map, frameworkLogs: turnedUpTo);
        foreach (var path in (string[])["/things/7", "/bug", "/nowhere"])
        {
            foreach (var body in (string[])["""{"text":"s3cret-body"}""", """{"s3cret-body":1}""", "s3cret-body"])
            {
                using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
                await edge.Send(HttpMethod.Post, path + "?token=s3cret-query", content,
                    ("Authorization", "Bearer s3cret-token"), ("Cookie", "session=s3cret-cookie"));
            }
        }

        await edge.SendRaw("GET /bad?token=s3cret-query HTTP/1.1\r\nHost: x\r\nBad Header: s3cret\r\n\r\n"u8.ToArray());

        edge.Logs.ShouldContain(line => line.Contains("worked", StringComparison.Ordinal));
        edge.Logs.ShouldNotContain(line => line.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_everything_off_a_request_still_has_a_traceparent_of_its_own()
    {
        await using var edge = await Edge.Open(Map);

        var first = (await edge.Get("/traceparent")).Text;
        var second = (await edge.Get("/traceparent")).Text;

        first.ShouldMatch("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$");
        first[3..35].ShouldNotBe(second[3..35]);
    }

    [Fact]
    public async Task Even_with_all_logs_silenced_the_callers_trace_goes_on()
    {
        await using var edge = await Edge.Open(Map, register: builder => builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.None));

        (await edge.Get("/traceparent", ("traceparent", Theirs))).Text[3..35].ShouldBe(Theirs[3..35]);
        (await edge.Get("/traceparent", ("traceparent", "garbage"))).Text.ShouldMatch("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$");
    }

    [Fact]
    public async Task With_everything_off_the_callers_trace_goes_on()
    {
        await using var edge = await Edge.Open(Map);

        var traceparent = (await edge.Get("/traceparent", ("traceparent", Theirs))).Text;

        traceparent[3..35].ShouldBe(Theirs[3..35]);
        traceparent[36..52].ShouldNotBe(Theirs[36..52]);
    }

    [Fact]
    public async Task A_garbage_traceparent_is_replaced()
    {
        await using var edge = await Edge.Open(Map);

        (await edge.Get("/traceparent", ("traceparent", "garbage'; --"))).Text.ShouldMatch("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$");
    }

    [Fact]
    public void Work_begun_for_a_request_carries_its_trace_on_though_nobody_listens()
    {
        using (DoorwardTelemetry.Begin("job", ActivityKind.Consumer, Theirs))
        {
            DoorwardTelemetry.Traceparent.ShouldNotBeNull()[3..35].ShouldBe(Theirs[3..35]);
        }

        DoorwardTelemetry.Traceparent.ShouldBeNull();
        DoorwardTelemetry.Begin("job").ShouldBeNull();
        DoorwardTelemetry.Begin("job", traceparent: "garbage").ShouldBeNull();
    }

    [Fact]
    public async Task A_console_trace_names_the_route_and_joins_the_work_to_the_request()
    {
        var output = new StringWriter();
        using var export = await Export(new(TelemetryExporter.Console, TelemetryExporter.None, "test"), output);
        await using (var edge = await Edge.Open(app =>
        {
            Map(app);
            app.MapGet("/visits/{id}", (string id) =>
            {
                using var span = DoorwardTelemetry.Begin("batch", ActivityKind.Internal, DoorwardTelemetry.Traceparent);
                return id;
            });
        }))
        {
            await edge.Get("/visits/7?token=s3cret", ("traceparent", Theirs));
            await edge.Post("/bug", """{"text":"a"}""");
        }

        await ((IHostedService)export).StopAsync(default);
        var spans = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        string? Tag(JsonElement span, string name) => span.GetProperty("tags").TryGetProperty(name, out var tag) ? tag.GetString() : null;
        JsonElement Span(string name) => spans.Single(span => span.GetProperty("span").GetString() == name);

        var visit = Span("GET /visits/{id}");
        visit.GetProperty("trace_id").GetString().ShouldBe(Theirs[3..35]);
        (Tag(visit, "http.route"), Tag(visit, "http.response.status_code")).ShouldBe(("/visits/{id}", "200"));
        Span("batch").GetProperty("parent_span_id").GetString().ShouldBe(visit.GetProperty("span_id").GetString());
        Span("POST /bug").GetProperty("status").GetString().ShouldBe("Error");
        output.ToString().ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task Console_metrics_are_written_at_the_end_at_the_latest()
    {
        var output = new StringWriter();
        using var export = await Export(new(TelemetryExporter.None, TelemetryExporter.Console, "test"), output);
        DoorwardTelemetry.Meter.CreateHistogram<double>("doorward.test", "ms").Record(5, new KeyValuePair<string, object?>("kind", "x"));
        DoorwardTelemetry.Meter.CreateCounter<long>("doorward.count").Add(3);

        await ((IHostedService)export).StopAsync(default);

        output.ToString().ShouldContain("""{"metric":"doorward.test","unit":"ms","value":5,"count":1,"tags":{"kind":"x"}}""");
        output.ToString().ShouldContain("""{"metric":"doorward.count","unit":"","value":3,"count":null,"tags":{}}""");
    }

    [Fact]
    public async Task A_collector_that_is_gone_does_not_hold_the_shutdown()
    {
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9");
        var export = await Export(new(TelemetryExporter.Otlp, TelemetryExporter.Otlp, "test"), TextWriter.Null);
        DoorwardTelemetry.Begin("lost")?.Dispose();
        var watch = Stopwatch.StartNew();

        await ((IHostedService)export).StopAsync(default);
        export.Dispose();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(12));
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
    }

    private static async Task<TelemetryExport> Export(TelemetrySettings settings, TextWriter output)
    {
        var export = new TelemetryExport(settings, output);
        await export.StartAsync(default);
        return export;
    }
}
