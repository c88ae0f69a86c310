using System.Threading.Tasks.Sources;
using Doorward.GraphQL.Loading;

namespace Doorward.GraphQL.Execution;

internal sealed partial class OperationRun : IValueTaskSource, IThreadPoolWorkItem, ILoadScheduler
{
    private readonly Lock gate = new();
    private List<Hole>? holes;
    private List<Hole> ready = [];
    private List<Hole> working = [];
    private List<DataLoader>? waitingLoaders;
    private ManualResetValueTaskSourceCore<bool> signal;
    private Hole? current;
    private int pending;
    private bool isWaiting;

    /// <summary>Leaves the place that is being written open until the hole's value is there.</summary>
    public void Defer(Hole hole, bool isNonNull)
    {
        Register(hole, isNonNull);
        pending++;
        hole.Run = this;
        hole.Start();
    }

    private void Register(Hole hole, bool isNonNull)
    {
        hole.Position = Writer.Position;
        hole.Parent = current;
        hole.Path = Path.ToNode();
        hole.Cut = isNonNull ? NearestCut() : null;
        (holes ??= []).Add(hole);
    }

    private async ValueTask ExecuteSerially(object? root)
    {
        Path.Clear();
        PushBoundary(0);
        Writer.WriteByte((byte)'{');
        var serial = new List<SerialHole>();
        foreach (var field in Plan.Root.Fields)
        {
            Writer.WriteRaw(field.KeyJson);
            Path.Push(field.Key);
            var hole = new SerialHole(field, root);
            Register(hole, field.Definition.Type is Schema.NonNullType);
            serial.Add(hole);
            Path.Pop();
        }

        Writer.WriteByte((byte)'}');
        Finish(isWhole: true);
        foreach (var hole in serial)
        {
            if (IsGone(hole))
            {
                break;
            }

            Fill(hole);
            if (pending > 0)
            {
                await Pump();
            }
        }
    }

    // Runs until nothing is outstanding. Loaders are dispatched when nothing else can go on: then their batches are largest.
    private async ValueTask Pump()
    {
        while (pending > 0)
        {
            if (TakeReady())
            {
                foreach (var hole in working)
                {
                    pending--;
                    if (IsGone(hole))
                    {
                        hole.Observe();
                    }
                    else
                    {
                        Fill(hole);
                    }
                }

                working.Clear();
            }
            else if (!DispatchLoaders() && !TryContinue())
            {
                await new ValueTask(this, signal.Version);
            }
        }
    }

    private void Fill(Hole hole)
    {
        current = hole;
        depth = 0;
        outerCut = hole.Cut;
        Path.Clear(hole.Path);
        hole.From = Writer.Position;
        hole.FirstHole = HoleCount;
        if (!hole.Write(this))
        {
            Writer.Position = hole.From;
            AbandonFrom(hole.FirstHole);
            Apply(hole.Cut!);
        }

        hole.To = Writer.Position;
        hole.LastHole = HoleCount;
        CheckSize();
    }

    /// <summary>A hole's value is there. Called from any thread.</summary>
    public void Ready(Hole hole)
    {
        lock (gate)
        {
            ready.Add(hole);
            Wake();
        }
    }

    /// <inheritdoc />
    void ILoadScheduler.Waits(DataLoader loader)
    {
        lock (gate)
        {
            (waitingLoaders ??= []).Add(loader);
            Wake();
        }
    }

    // The pump continues on the pool, not on the thread that brought the value: what else comes meanwhile is taken along.
    private void Wake()
    {
        if (isWaiting)
        {
            isWaiting = false;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
    }

    private bool TakeReady()
    {
        lock (gate)
        {
            (ready, working) = (working, ready);
        }

        return working.Count > 0;
    }

    private bool DispatchLoaders()
    {
        List<DataLoader>? loaders;
        lock (gate)
        {
            (loaders, waitingLoaders) = (waitingLoaders, null);
        }

        if (loaders is null)
        {
            return false;
        }

        foreach (var loader in loaders)
        {
            loader.Dispatch(Cancellation);
        }

        return true;
    }

    // Decides under the lock whether to wait; false means wait.
    private bool TryContinue()
    {
        lock (gate)
        {
            if (ready.Count > 0 || waitingLoaders is not null)
            {
                return true;
            }

            signal.Reset();
            isWaiting = true;
            return false;
        }
    }

    void IThreadPoolWorkItem.Execute() => signal.SetResult(true);

    void IValueTaskSource.GetResult(short token) => signal.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => signal.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        signal.OnCompleted(continuation, state, token, flags);
}
