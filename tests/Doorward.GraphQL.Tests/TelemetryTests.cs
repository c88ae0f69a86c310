using System.Diagnostics;
using System.Diagnostics.Metrics;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Telemetry;
using Doorward.GraphQL.Tests.Oracle;

namespace Doorward.GraphQL.Tests;

/// <summary>A span an operation, one a resolver that does work; a duration and errors by code.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Operations_and_resolvers_leave_spans_and_measurements()
    {
        var stopped = new List<Activity>();
        using var root = new Activity("test").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == Spans.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                if (a.TraceId == root.TraceId)
                {
                    lock (stopped)
                    {
                        stopped.Add(a);
                    }
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        var measured = new List<(string Name, double Value, string? Tag)>();
        using var meters = new MeterListener { InstrumentPublished = (i, l) => { if (i.Meter.Name == Spans.SourceName) { l.EnableMeasurementEvents(i); } } };
        meters.SetMeasurementEventCallback<double>((i, v, tags, _) => Add(i, v, tags));
        meters.SetMeasurementEventCallback<long>((i, v, tags, _) => Add(i, v, tags));
        meters.Start();

        var engine = new GraphEngine("type Query { thing: Thing } type Thing { name: String slow: Int no: Int }", new GraphDefinition()
            .Query("thing", () => new Thing("x"))
            .Field("Thing", "slow", async (Thing _) =>
            {
                await Task.Yield();
                return (int?)1;
            })
            .Field("Thing", "no", int? (Thing _) => throw new RefusalException("TELEMETRY_NO", "no")));
        await OracleTests.Execute(engine, "query Observed { thing { name slow no } }", null);

        stopped.Select(a => a.DisplayName).Order(StringComparer.Ordinal).ShouldBe(["Query.thing", "Thing.no", "Thing.slow", "query Observed"]);
        var operation = stopped.Single(a => a.DisplayName == "query Observed");
        operation.GetTagItem("graphql.operation.type").ShouldBe("query");
        operation.Status.ShouldBe(ActivityStatusCode.Error);
        stopped.Where(a => a != operation).ShouldAllBe(a => a.ParentSpanId == operation.SpanId);
        measured.ShouldContain(m => m.Name == "graphql.server.operation.duration" && m.Tag == "Observed");
        measured.ShouldContain(m => m.Name == "graphql.server.errors" && m.Tag == "TELEMETRY_NO");

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (measured)
            {
                measured.Add((instrument.Name, value, tags.Length > 0 ? tags[^1].Value as string : null));
            }
        }
    }

    private sealed record Thing(string Name);
}
