namespace Doorward.Platform.Live;

/// <summary>A person's open socket on this node.</summary>
public sealed class LiveConnection
{
    /// <summary>Its own, for as long as it is open.</summary>
    public Guid Id { get; } = Guid.CreateVersion7();
}
