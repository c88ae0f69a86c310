namespace Doorward.Platform.Commands;

/// <summary>Bounds of every batcher.</summary>
public sealed record BatcherOptions
{
    /// <summary>Commands that one statement carries at the most.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Commands that may wait; one more is told to come again.</summary>
    public int QueueLength { get; init; } = 4096;

    /// <summary>How often a batch is run again after a deadlock, a serialization failure or an overtaken snapshot.</summary>
    public int Attempts { get; init; } = 10;
}
