namespace Doorward.GraphQL.Execution;

internal sealed partial class OperationRun
{
    private int depth;
    private Cut? outerCut;
    private List<Cut>? applied;

    public PathStack Path { get; }

    /// <summary>A nullable value begins here: an error inside it makes it null and goes no further up.</summary>
    public void PushBoundary(int from)
    {
        if (depth == buffers.Boundaries.Length)
        {
            Array.Resize(ref buffers.Boundaries, depth * 2);
        }

        buffers.Boundaries[depth++] = new Boundary { From = from };
    }

    public void PopBoundary()
    {
        ref var boundary = ref buffers.Boundaries[--depth];
        if (boundary.Cut is not null)
        {
            boundary.Cut.To = Writer.Position;
        }
    }

    /// <summary>Takes back everything since a position, the holes in it too, and writes null instead.</summary>
    public void ReplaceByNull(int from, int hole)
    {
        Writer.Position = from;
        AbandonFrom(hole);
        Writer.WriteNull();
    }

    public int HoleCount => holes?.Count ?? 0;

    private void AbandonFrom(int hole)
    {
        if (holes is null)
        {
            return;
        }

        for (var i = hole; i < holes.Count; i++)
        {
            holes[i].IsAbandoned = true;
        }

        holes.RemoveRange(hole, holes.Count - hole);
    }

    private Cut NearestCut() => depth == 0
        ? outerCut!
        : buffers.Boundaries[depth - 1].Cut ??= new Cut(buffers.Boundaries[depth - 1].From);

    private void Apply(Cut cut)
    {
        if (!cut.IsApplied)
        {
            cut.IsApplied = true;
            (applied ??= []).Add(cut);
        }
    }

    // Whether the place of a hole, or of one around it, has become null.
    private bool IsGone(Hole hole)
    {
        for (var h = hole; h is not null; h = h.Parent)
        {
            if (h.IsAbandoned || (applied is not null && IsCut(h.Position)))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsCut(int position)
    {
        foreach (var cut in applied!)
        {
            if (cut.From <= position && position < cut.To)
            {
                return true;
            }
        }

        return false;
    }
}
