using System.Diagnostics.Metrics;
using Doorward.Platform.Telemetry;

namespace Doorward.Accounts.Notices;

internal static class NoticeMetrics
{
    private static readonly Counter<long> MadeCounter =
        DoorwardTelemetry.Meter.CreateCounter<long>("doorward.notices.made", "{notice}", "Notices made");

    private static readonly Counter<long> Deliveries =
        DoorwardTelemetry.Meter.CreateCounter<long>("doorward.notices.deliveries", "{attempt}", "Attempts at delivery, by channel and what came of them");

    public static void Made(string kind, long count) => MadeCounter.Add(count, new KeyValuePair<string, object?>("kind", kind));

    public static void Attempted(string channel, string outcome) =>
        Deliveries.Add(1, new KeyValuePair<string, object?>("channel", channel), new KeyValuePair<string, object?>("outcome", outcome));
}
