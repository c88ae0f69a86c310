using Doorward.GraphQL.Loading;

namespace Doorward.GraphQL.Execution;

internal sealed partial class OperationRun : ILoadScheduler
{
    private List<Hole>? holes;
    private List<DataLoader>? waitingLoaders;
    private Hole? current;
    private int pending;

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
                foreach (var hole in buffers.Working)
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

                buffers.Working.Clear();
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
        lock (buffers.Gate)
        {
            buffers.Ready.Add(hole);
            Wake();
        }
    }

    /// <inheritdoc />
    void ILoadScheduler.Waits(DataLoader loader)
    {
        lock (buffers.Gate)
        {
            (waitingLoaders ??= []).Add(loader);
            Wake();
        }
    }

    private bool TakeReady()
    {
        lock (buffers.Gate)
        {
            (buffers.Ready, buffers.Working) = (buffers.Working, buffers.Ready);
        }

        return buffers.Working.Count > 0;
    }

    private bool DispatchLoaders()
    {
        List<DataLoader>? loaders;
        lock (buffers.Gate)
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
}
