namespace Doorward.Platform.Events.Catalogue;

/// <summary>
/// A kind of fact that a module writes to <c>events.log</c>. Each is declared once, beside the module's registrations, with AddEventTypes; a test
/// holds statements, catalogue and contracts/events.asyncapi.json to each other.
/// </summary>
/// <param name="Name">What happened: <c>booking.confirmed</c>.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Topic">Where live clients are told.</param>
public sealed record EventType(string Name, string Summary, EventTopic Topic)
{
    /// <summary>An example of the subject before; its C# type is the schema. Null: there is nothing before.</summary>
    public object? Before { get; init; }

    /// <summary>An example of the subject after; its C# type is the schema. Null: there is nothing after.</summary>
    public object? After { get; init; }

    /// <summary>Whether all staff of the organization may see it. A notice to one person, say, is that person's alone.</summary>
    public bool ToStaff { get; init; } = true;

    /// <summary>
    /// The members of <c>after</c> (or <c>subject_id</c>, <c>actor_id</c>) that name the people whom it concerns: by person id or by an id that an
    /// <see cref="IPersonAlias"/> knows. They may see it too, and it must then hold nothing that they may not see.
    /// </summary>
    public IReadOnlyList<string> Concerns { get; init; } = [];

    /// <summary>Whether it may change who may do what: a member left, a key was revoked, a person was erased. Callers are then looked up anew.</summary>
    public bool ChangesAccess { get; init; }
}
