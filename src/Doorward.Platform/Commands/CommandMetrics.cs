using System.Diagnostics.Metrics;
using Doorward.Platform.Telemetry;

namespace Doorward.Platform.Commands;

internal static class CommandMetrics
{
    private static readonly Histogram<int> Size =
        DoorwardTelemetry.Meter.CreateHistogram<int>("doorward.commands.batch_size", "{command}", "Commands carried by one statement");

    private static readonly Histogram<double> Wait =
        DoorwardTelemetry.Meter.CreateHistogram<double>("doorward.commands.wait", "s", "From arrival to outcome");

    public static bool Enabled => Size.Enabled || Wait.Enabled;

    public static void Batch(string command, int size) => Size.Record(size, new KeyValuePair<string, object?>("command", command));

    public static void Waited(string command, TimeSpan wait) => Wait.Record(wait.TotalSeconds, new KeyValuePair<string, object?>("command", command));
}
