namespace Doorward.Platform.Events.Catalogue;

/// <summary>What live clients subscribe to: few, and declared. Every event type belongs to one.</summary>
/// <param name="Name">As clients write it: <c>bookings</c>; a keyed one is written <c>conversation:{id}</c>.</param>
/// <param name="Summary">One sentence about what is told there.</param>
public sealed record EventTopic(string Name, string Summary)
{
    /// <summary>
    /// The topic whose events a keyed one tells, those of one conversation, say; null: it is not keyed. An event type belongs to the topic within.
    /// </summary>
    public EventTopic? Within { get; init; }

    /// <summary>
    /// The member of <c>after</c> (or <c>subject_id</c>) that holds the key. Who may see one keyed topic is decided by its
    /// <see cref="ITopicGate"/>; it is also where people are present and type.
    /// </summary>
    public string? KeyedBy { get; init; }

    /// <summary>Whether applicants may subscribe to it: they are told only the events that concern them. A keyed topic asks its gate instead.</summary>
    public bool ForApplicants { get; init; }

    /// <summary>The stream where what belongs to no module's own is published for programs outside: the installation and its people.</summary>
    public const string CommonStream = "accounts";

    /// <summary>The stream where its events are published for programs outside. Several topics share one: order is kept within a stream.</summary>
    public string Stream { get; init; } = CommonStream;

    /// <summary>Everything that happens in the organization, whatever its own topic.</summary>
    public static EventTopic Organization { get; } = new("organization", "Everything that happens in the agency.");

    /// <summary>What concerns the staff itself.</summary>
    public static EventTopic Members { get; } = new("members", "Who joins and leaves the staff of the agency.");
}
