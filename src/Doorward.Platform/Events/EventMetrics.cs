using System.Diagnostics.Metrics;
using Doorward.Platform.Telemetry;

namespace Doorward.Platform.Events;

/// <summary>What this node did with events and jobs. How much is left to do is in <see cref="Backlog"/>.</summary>
internal static class EventMetrics
{
    private static readonly Counter<long> Handled =
        DoorwardTelemetry.Meter.CreateCounter<long>("doorward.subscribers.events", "{event}", "Events that a subscriber has handled");

    private static readonly Counter<long> Repeated =
        DoorwardTelemetry.Meter.CreateCounter<long>("doorward.subscribers.failures", "{batch}", "Batches that failed and are repeated");

    private static readonly Histogram<double> Run =
        DoorwardTelemetry.Meter.CreateHistogram<double>("doorward.jobs.duration", "s", "Attempts at jobs, by kind and how they ended: done, retried, parked, lost");

    private static readonly Counter<long> Entries =
        DoorwardTelemetry.Meter.CreateCounter<long>("doorward.redis.published", "{event}", "Events published to Redis, by stream");

    private static readonly Gauge<long> Waiting =
        DoorwardTelemetry.Meter.CreateGauge<long>("doorward.redis.waiting", "{event}", "Entries of a stream that a subscriber's consumers have not acknowledged");

    public static void WaitsInRedis(string subscriber, string stream, long entries) => Waiting.Record(entries, Tag("subscriber", subscriber), Tag("stream", stream));

    public static void Published(string stream, int entries) => Entries.Add(entries, Tag("stream", stream));

    public static void SubscriberHandled(string subscriber, int events) => Handled.Add(events, Tag("subscriber", subscriber));

    public static void SubscriberFailed(string subscriber) => Repeated.Add(1, Tag("subscriber", subscriber));

    public static void JobEnded(string kind, string outcome, TimeSpan after) => Run.Record(after.TotalSeconds, Tag("kind", kind), Tag("outcome", outcome));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
