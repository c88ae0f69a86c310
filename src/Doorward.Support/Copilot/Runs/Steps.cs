using System.Diagnostics;
using System.Diagnostics.Metrics;
using Doorward.Platform.Telemetry;

namespace Doorward.Support.Copilot.Runs;

/// <summary>Takes the steps of a run, each in a span of its own, timed.</summary>
/// <param name="measured">Whether the metrics hear of it: of a customer's message they do, of a trial they do not.</param>
internal sealed class Steps(TimeProvider time, bool measured = true)
{
    private static readonly Histogram<double> Durations =
        DoorwardTelemetry.Meter.CreateHistogram<double>("doorward.copilot.step.duration", "s", "How long the steps of the copilot take.");

    private static readonly Counter<long> Outcomes = DoorwardTelemetry.Meter.CreateCounter<long>("doorward.copilot.runs", "{run}", "The copilot's runs by what came of them.");
    private static readonly Counter<long> Tokens = DoorwardTelemetry.Meter.CreateCounter<long>("doorward.copilot.tokens", "{token}", "The tokens that the model read and wrote.");

    private readonly List<StepTaken> _taken = [];

    public IReadOnlyList<StepTaken> Taken => _taken;

    public T Take<T>(string name, Func<T> step)
    {
        using var span = DoorwardTelemetry.Source.StartActivity($"copilot {name}");
        var began = time.GetTimestamp();
        try
        {
            return step();
        }
        finally
        {
            Note(name, began);
        }
    }

    public async Task<T> Take<T>(string name, Func<Task<T>> step)
    {
        using var span = DoorwardTelemetry.Source.StartActivity($"copilot {name}");
        var began = time.GetTimestamp();
        try
        {
            return await step();
        }
        finally
        {
            Note(name, began);
        }
    }

    /// <summary>Counts a run that is over.</summary>
    public static void Count(string outcome, Run? run)
    {
        Outcomes.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        if (run is { ReadTokens: > 0 } or { WrittenTokens: > 0 })
        {
            Tokens.Add(run.ReadTokens, new KeyValuePair<string, object?>("kind", "read"));
            Tokens.Add(run.WrittenTokens, new KeyValuePair<string, object?>("kind", "written"));
        }
    }

    private void Note(string name, long began)
    {
        var took = time.GetElapsedTime(began);
        _taken.Add(new StepTaken(name, took.TotalMilliseconds));
        if (measured)
        {
            Durations.Record(took.TotalSeconds, new KeyValuePair<string, object?>("step", name));
        }
    }
}
