using System.Diagnostics;
using Doorward.Platform.Events.Log;

namespace Doorward.Platform.Events.Subscribers;

/// <summary>The traces of the requests that caused events, for the span of whoever handles several of them.</summary>
internal static class Traces
{
    public static IEnumerable<ActivityLink> Of(IReadOnlyList<LogEntry> batch) => batch
        .Select(entry => ActivityContext.TryParse(entry.Traceparent, null, out var context) ? context : default)
        .Where(context => context != default)
        .Distinct()
        .Select(context => new ActivityLink(context));
}
