namespace Doorward.Platform.Events;

/// <summary>This process, as leases name it.</summary>
public sealed record Node(Guid Id)
{
    /// <summary>A process that has just started.</summary>
    public Node()
        : this(Guid.CreateVersion7())
    {
    }
}
