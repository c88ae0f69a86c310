using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Doorward.Platform.Telemetry;

namespace Doorward.Platform.Tests.Commands;

/// <summary>Listeners are of the whole process: one class after the other.</summary>
[Collection("listeners")]
public sealed class MeasuredTests
{
    [Fact]
    public async Task Batch_sizes_and_waits_are_recorded()
    {
        await using var depot = await Depot.Open();
        var (sizes, waits) = (new ConcurrentQueue<int>(), new ConcurrentQueue<double>());
        using var meter = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == DoorwardTelemetry.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meter.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, "doorward.commands.batch_size", tags, sizes, value));
        meter.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, "doorward.commands.wait", tags, waits, value));
        meter.Start();

        await depot.Hold();
        var others = depot.SubmitAll(Enumerable.Range(0, 9).Select(_ => new Parcel()));
        await depot.OpenTheGate();
        await Task.WhenAll(others);
        await depot.Stop();

        sizes.ShouldBe([1, 9]);
        waits.Count.ShouldBe(10);
        waits.ShouldAllBe(seconds => seconds > 0 && seconds < 60);

        void Keep<T>(Instrument instrument, string name, ReadOnlySpan<KeyValuePair<string, object?>> tags, ConcurrentQueue<T> kept, T value)
        {
            if (instrument.Name == name && tags.ToArray().Any(tag => (string?)tag.Value == depot.Name))
            {
                kept.Enqueue(value);
            }
        }
    }

    [Fact]
    public async Task A_batch_is_one_span_in_the_first_callers_trace_and_links_the_others()
    {
        await using var depot = await Depot.Open();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == DoorwardTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.OperationName == $"batch {depot.Name}")
                {
                    spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        await depot.Hold();
        var contexts = new List<ActivityContext>();
        var waiting = new List<Task<Receipt>>();
        for (var n = 0; n < 3; n++)
        {
            using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
            contexts.Add(request.Context);
            waiting.Add(depot.Submit(new Parcel()));
        }

        await depot.OpenTheGate();
        await Task.WhenAll(waiting);
        await depot.Stop();

        spans.Count.ShouldBe(2);
        var batch = spans.Last();
        batch.TraceId.ShouldBe(contexts[0].TraceId);
        batch.ParentSpanId.ShouldBe(contexts[0].SpanId);
        batch.Links.Select(link => link.Context.SpanId).ShouldBe([contexts[1].SpanId, contexts[2].SpanId]);
        batch.GetTagItem("doorward.batch.size").ShouldBe(3);
    }
}
