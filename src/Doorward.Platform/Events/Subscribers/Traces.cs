using System.Diagnostics;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Telemetry;

namespace Doorward.Platform.Events.Subscribers;

/// <summary>The traces of the requests that caused events, for the span of whoever handles several of them.</summary>
internal static class Traces
{
    /// <summary>A span for a batch, linked to all that caused it; null where nobody listens.</summary>
    public static Activity? Handling(Subscriber subscriber, IReadOnlyList<LogEntry> batch) => Begin($"subscriber {subscriber.Name}", ActivityKind.Consumer, batch);

    /// <inheritdoc cref="Handling"/>
    public static Activity? Begin(string name, ActivityKind kind, IReadOnlyList<LogEntry> batch) => DoorwardTelemetry.Source.HasListeners()
        ? DoorwardTelemetry.Source.StartActivity(name, kind, default(ActivityContext), [new("doorward.batch.size", batch.Count)], Of(batch))
        : null;

    private static IEnumerable<ActivityLink> Of(IReadOnlyList<LogEntry> batch) => batch
        .Select(entry => ActivityContext.TryParse(entry.Traceparent, null, out var context) ? context : default)
        .Where(context => context != default)
        .Distinct()
        .Select(context => new ActivityLink(context));
}
