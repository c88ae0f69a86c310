namespace Doorward.Platform.Live.Presence;

/// <summary>Somebody who is at a keyed topic.</summary>
internal readonly record struct Guest(Guid PersonId, bool IsStaff);

/// <summary>One keyed topic, as far as this node knows: who is here, and who is at the other nodes until when. Guarded by its <see cref="Rooms"/>.</summary>
internal sealed class Room
{
    public HashSet<LiveConnection> Here { get; } = [];

    public Dictionary<Guid, (IReadOnlyList<Guest> Guests, long Until)> Elsewhere { get; } = [];

    /// <summary>What its watchers were told last.</summary>
    public IReadOnlyList<Guest> Told { get; set; } = [];

    public bool IsEmpty => Here.Count == 0 && Elsewhere.Count == 0;

    public IReadOnlyList<Guest> OfThisNode => [.. Here.Select(connection => GuestOf(connection)).Distinct()];

    /// <summary>Everybody, each person once, in a stable order.</summary>
    public IReadOnlyList<Guest> Everybody => [.. OfThisNode.Concat(Elsewhere.Values.SelectMany(node => node.Guests)).Distinct().OrderBy(guest => guest.PersonId)];

    public static Guest GuestOf(LiveConnection connection) => new(connection.Viewer!.Caller.PersonId, connection.Viewer.Caller.IsStaff);
}
