namespace Doorward.GraphQL.Execution;

/// <summary>A nullable value being written, and its cut if something inside it is still missing.</summary>
internal struct Boundary
{
    public int From;
    public Cut? Cut;
}

/// <summary>What every run needs and no run has to make: kept a few at a time, the large ones given up.</summary>
internal sealed class RunBuffers
{
    private const int MaxKept = 64;
    private const int MaxBytes = 256 * 1024;

    private static readonly System.Collections.Concurrent.ConcurrentQueue<RunBuffers> Kept = new();

    public Boundary[] Boundaries = new Boundary[32];

    public List<Hole> Ready = [];

    public List<Hole> Working = [];

    public Lock Gate { get; } = new();

    public PathStack Path { get; } = new();

    public ResultWriter Writer { get; } = new();

    public static RunBuffers Rent() => Kept.TryDequeue(out var buffers) ? buffers : new RunBuffers();

    public static void Return(RunBuffers buffers)
    {
        if (Kept.Count >= MaxKept || buffers.Writer.Capacity > MaxBytes)
        {
            buffers.Writer.Dispose();
            return;
        }

        buffers.Writer.Position = 0;
        buffers.Path.Forget();
        buffers.Ready.Clear();
        buffers.Working.Clear();
        Array.Clear(buffers.Boundaries);
        Kept.Enqueue(buffers);
    }
}
