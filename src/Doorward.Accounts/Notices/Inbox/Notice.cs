using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Doorward.Accounts.Notices.Inbox;

/// <summary>What became of a notice on one channel.</summary>
internal sealed record DeliveryAnswer(
    [property: Description("How it goes out.")]
    [property: AllowedValues("mail", "push", "live", "inbox")] string Channel,
    [property: Description("queued: it waits, perhaps for the next attempt. sent: a provider took it. delivered: it is known to have arrived. "
        + "bounced: it came back. suppressed: it was not to be sent. failed: it was given up.")]
    [property: AllowedValues("queued", "sent", "delivered", "bounced", "suppressed", "failed")] string State,
    [property: Description("Why it waits for another attempt, came back, was not sent or was given up: a code.")] string? Reason,
    [property: Description("How often it was tried.")] int Attempts,
    [property: Description("When a provider took it; null unless one did.")] DateTimeOffset? SentAt,
    [property: Description("When its fate was known; null until then.")] DateTimeOffset? SettledAt);

/// <summary>Something that one was told.</summary>
internal sealed record Notice(
    [property: Description("The notice's id.")] Guid Id,
    [property: Description("What kind of notice it is.")] string Kind,
    [property: Description("What it says, in a line, in one's own language.")] string Title,
    [property: Description("What it says, in a sentence.")] string Body,
    [property: Description("When it was made.")] DateTimeOffset CreatedAt,
    [property: Description("When it was read; null while it is unread.")] DateTimeOffset? ReadAt,
    [property: Description("What became of it on each channel.")] IReadOnlyList<DeliveryAnswer> Deliveries)
{
    public static Notice Example { get; } = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c60"), "reminder_day", "Tomorrow at 10:00: Rua das Flores 12",
        "Your visit is tomorrow at 10:00, with Ana Costa.", new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero), null,
        [
            new DeliveryAnswer("mail", "sent", null, 1, new DateTimeOffset(2026, 11, 23, 18, 0, 2, TimeSpan.Zero), null),
            new DeliveryAnswer("push", "suppressed", "no_device", 0, null, new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero)),
        ]);
}
