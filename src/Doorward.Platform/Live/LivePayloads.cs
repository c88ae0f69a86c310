using System.ComponentModel;

namespace Doorward.Platform.Live;

internal sealed record WelcomePayload(
    [property: Description("Whose connection it is.")] Guid PersonId,
    [property: Description("In which organization.")] Guid OrganizationId,
    [property: Description("As what: owner, agent or applicant.")] string Role,
    [property: Description("Now: who subscribes with it misses nothing that happens from here on.")] string Cursor,
    [property: Description("When the token expires, and with it the connection, unless a new one is sent with authenticate.")] DateTimeOffset ExpiresAt)
{
    public static WelcomePayload Example { get; } = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c11"), Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c10"), "agent", "7341-22",
        new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
}

internal sealed record GapPayload(
    [property: Description("The topic, which is no longer subscribed to.")] string Topic,
    [property: Description("Where to resume: subscribe again with it as after.")] string Cursor);

internal sealed record ErrorPayload(
    [property: Description("Stable, snake_case.")] string Code,
    [property: Description("One sentence for a person.")] string Message);
