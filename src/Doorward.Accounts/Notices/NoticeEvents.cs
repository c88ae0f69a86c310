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
    ];

    private sealed record NoticeCreated(
        [property: Description("The kind of notice.")] string Kind,
        [property: Description("Whom it is for.")] Guid PersonId);
}
