using System.Diagnostics.Metrics;
using Doorward.Platform.Telemetry;

namespace Doorward.Visits.Applicants.Screening;

/// <summary>What this node did with the messages of the screening system.</summary>
internal static class ScreeningMetrics
{
    private static readonly Counter<long> Arrived =
        DoorwardTelemetry.Meter.CreateCounter<long>("doorward.screening.received", "{message}", "Messages received from the queue");

    private static readonly Counter<long> Settled = DoorwardTelemetry.Meter.CreateCounter<long>(
        "doorward.screening.handled", "{message}",
        "Messages by outcome: accepted, known, risk_too_high, risk_unknown, duplicate, malformed, no_such_organization, foreign, returned");

    private static readonly Counter<long> Broken = DoorwardTelemetry.Meter.CreateCounter<long>(
        "doorward.screening.failures", "{attempt}", "Attempts that failed and are made again, by step: receive, handle, extend, delete");

    private static readonly Gauge<double> Age =
        DoorwardTelemetry.Meter.CreateGauge<double>("doorward.screening.oldest", "s", "Age of the oldest message of the last receive; 0 when there was none");

    public static void Received(int messages) => Arrived.Add(messages);

    public static void Handled(string outcome, int messages = 1)
    {
        if (messages > 0)
        {
            Settled.Add(messages, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    public static void Failed(string step) => Broken.Add(1, new KeyValuePair<string, object?>("step", step));

    public static void Oldest(TimeSpan age) => Age.Record(Math.Max(0, age.TotalSeconds));
}
