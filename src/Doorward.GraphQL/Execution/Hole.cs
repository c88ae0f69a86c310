namespace Doorward.GraphQL.Execution;

/// <summary>
/// A place in the response that is filled later. What comes into it is written behind everything else in the same buffer,
/// from <see cref="From"/> to <see cref="To"/>, and moved to its place when the response is put together.
/// </summary>
internal abstract class Hole(FieldPlan field)
{
    public FieldPlan Field { get; } = field;

    /// <summary>Where in the buffer it is missing.</summary>
    public int Position { get; set; }

    /// <summary>The hole whose content it is missing in; null at the top.</summary>
    public Hole? Parent { get; set; }

    public PathNode? Path { get; set; }

    /// <summary>What becomes null when this may not be null and is; null where the field itself may be null.</summary>
    public Cut? Cut { get; set; }

    public bool IsAbandoned { get; set; }

    public int From { get; set; }

    public int To { get; set; }

    /// <summary>The holes in its own content, as indices into the run's list.</summary>
    public int FirstHole { get; set; }

    public int LastHole { get; set; }

    /// <summary>The run that is told when the value is there; set before <see cref="Start"/>.</summary>
    public OperationRun Run { get; set; } = null!;

    public abstract void Start();

    public abstract bool Write(OperationRun run);

    protected void Completed() => Run.Ready(this);

    /// <summary>Takes note of the outcome without using it.</summary>
    public abstract void Observe();
}

/// <summary>A root field of a mutation, which is started only when the one before it has come to its end (6.2.2).</summary>
internal sealed class SerialHole(FieldPlan field, object? root) : Hole(field)
{
    public override void Start() => Completed();

    public override bool Write(OperationRun run) => Field.Binding.Write(run, Field, root);

    public override void Observe()
    {
    }
}

/// <summary>A nullable value already written that may yet become null because of something missing inside it.</summary>
internal sealed class Cut(int from)
{
    public int From { get; } = from;

    public int To { get; set; } = int.MaxValue;

    public bool IsApplied { get; set; }
}

/// <summary>A step of a path, linked upwards; made only for what has to remember its path.</summary>
internal sealed class PathNode(PathNode? parent, string? key, int index)
{
    public List<object> ToList()
    {
        var path = parent?.ToList() ?? [];
        path.Add(key is null ? index : key);
        return path;
    }
}
