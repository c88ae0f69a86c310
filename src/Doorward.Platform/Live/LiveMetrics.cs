using System.Diagnostics.Metrics;
using Doorward.Platform.Http;
using Doorward.Platform.Telemetry;

namespace Doorward.Platform.Live;

/// <summary>What the live connection counts.</summary>
internal static class LiveMetrics
{
    private static readonly UpDownCounter<int> Sockets =
        DoorwardTelemetry.Meter.CreateUpDownCounter<int>("doorward.live.sockets", "{socket}", "Open WebSockets");

    private static readonly Counter<long> Sent =
        DoorwardTelemetry.Meter.CreateCounter<long>("doorward.live.messages_out", "{message}", "Messages sent over WebSockets");

    private static readonly Counter<long> Received =
        DoorwardTelemetry.Meter.CreateCounter<long>("doorward.live.messages_in", "{message}", "Messages received over WebSockets");

    private static readonly Counter<long> Gaps =
        DoorwardTelemetry.Meter.CreateCounter<long>("doorward.live.gaps", "{gap}", "Subscribers that were too slow or too late, and were told so");

    private static readonly Counter<long> Refused =
        DoorwardTelemetry.Meter.CreateCounter<long>("doorward.live.refused", "{message}", "Messages received over WebSockets and refused, by code");

    public static void Opened() => Sockets.Add(1);

    public static void Closed() => Sockets.Add(-1);

    public static void Out() => Sent.Add(1);

    public static void In() => Received.Add(1);

    public static void Gap() => Gaps.Add(1);

    public static void Refuse(Refusal refusal) => Refused.Add(1, new KeyValuePair<string, object?>("code", refusal.Code));
}
