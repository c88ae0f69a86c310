using System.ComponentModel;
using Doorward.Platform.Events.Catalogue;

namespace Doorward.Accounts.Notices;

/// <summary>What notices and devices write to the log. They are the business of the one person whom they are for, not of the staff.</summary>
internal static class NoticeEvents
{
    private static readonly EventTopic Notices = new("notices", "What one is told oneself.") { ForApplicants = true };
    private static readonly Guid Person = Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c20");

    public static IEnumerable<EventType> All =>
    [
        new("notice.created", "Somebody is told something.", Notices)
        {
            After = new NoticeCreated("booking_confirmed", Person), ToStaff = false, Concerns = ["person_id"],
        },
        Own("notice.read", "Somebody has read a notice."),
        Own("notice.unread", "Somebody wants a notice to count as unread again."),
        Own("notice_preferences.changed", "Somebody chose what they are told, and where."),
        new("device.registered", "Somebody said where they can be pushed to.", Notices)
        {
            After = new DeviceOf("android", Person), ToStaff = false, Concerns = ["person_id"],
        },
        new("device.unregistered", "Somebody is no longer pushed to there.", Notices)
        {
            Before = new DeviceOf("android", Person), ToStaff = false, Concerns = ["actor_id"],
        },
    ];

    private static EventType Own(string name, string summary) =>
        new(name, summary, Notices) { After = new OfPerson(Person), ToStaff = false, Concerns = ["person_id"] };

    private sealed record OfPerson([property: Description("Whose.")] Guid PersonId);

    private sealed record DeviceOf(
        [property: Description("What it runs on.")] string Platform,
        [property: Description("Whose it is.")] Guid PersonId);

    private sealed record NoticeCreated(
        [property: Description("The kind of notice.")] string Kind,
        [property: Description("Whom it is for.")] Guid PersonId);
}
