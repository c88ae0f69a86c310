using System.ComponentModel;

namespace Doorward.Platform.Live.Presence;

internal sealed record PresencePayload(
    [property: Description("The topic.")] string Topic,
    [property: Description("Everybody who is there, on whichever node, each once.")] IReadOnlyList<PresentPerson> People)
{
    public static PresencePayload Example { get; } = new("booking:019379a2-5b7c-7c3e-9a41-2f6d8e0b1c30", [new(Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c11"), true)]);

    public static PresencePayload Of(string topic, IReadOnlyList<Guest> guests) =>
        new(topic, [.. guests.Select(guest => new PresentPerson(guest.PersonId, guest.IsStaff))]);
}

internal sealed record PresentPerson(
    [property: Description("Who.")] Guid PersonId,
    [property: Description("Whether they are staff.")] bool IsStaff);

internal sealed record TypingPayload(
    [property: Description("The topic.")] string Topic,
    [property: Description("Who types; applicants are not told who of the staff it is.")] Guid? PersonId,
    [property: Description("Whether they are staff.")] bool IsStaff)
{
    public static TypingPayload Example { get; } = new("booking:019379a2-5b7c-7c3e-9a41-2f6d8e0b1c30", Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c11"), true);
}
