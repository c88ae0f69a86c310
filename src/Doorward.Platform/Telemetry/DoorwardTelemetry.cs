using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Doorward.Platform.Telemetry;

/// <summary>Doorward's own traces and metrics, and the W3C traceparent that joins a request to all it causes.</summary>
public static class DoorwardTelemetry
{
    public const string Name = "Doorward";

    public static ActivitySource Source { get; } = new(Name);

    public static Meter Meter { get; } = new(Name);

    /// <summary>
    /// The W3C traceparent (Trace Context, section 3.2) of what runs now, to be stored with an event; null outside of
    /// any request or <see cref="Begin"/>. It is there with every exporter off: the framework starts an Activity for each
    /// request as long as anything may be logged, and reads the caller's traceparent into it; else <see cref="ServerSpans"/> does.
    /// </summary>
    public static string? Traceparent => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    /// <summary>
    /// Begins a span for work that another request caused: a batch, a job. Dispose it at the end. When nobody listens it
    /// still carries <paramref name="traceparent"/> on, so that what the work writes belongs to the same trace; null when
    /// there is nothing to carry.
    /// </summary>
    public static Activity? Begin(string name, ActivityKind kind = ActivityKind.Internal, string? traceparent = null)
    {
        if (Source.HasListeners())
        {
            ActivityContext.TryParse(traceparent, null, isRemote: true, out var parent);
            if (Source.StartActivity(name, kind, parent) is { } span)
            {
                return span;
            }
        }

        return ActivityContext.TryParse(traceparent, null, out _)
            ? new Activity(name).SetParentId(traceparent!).Start()
            : null;
    }
}
