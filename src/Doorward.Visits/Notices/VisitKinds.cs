using Doorward.Accounts.Notices;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Visits.Notices;

/// <summary>The kinds of notice that the visits part owns, and what they speak of.</summary>
internal static class VisitKinds
{
    public const string Confirmed = "booking_confirmed";
    public const string Cancelled = "booking_cancelled";
    public const string SlotCancelled = "slot_cancelled";
    public const string DayBefore = "reminder_day";
    public const string HourBefore = "reminder_hour";

    private const string Gone = "IsVisitGone.sql";

    private static readonly VisitFacts Visit = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c30"), "Rua das Flores 12", "Rua das Flores 12, 4050-262 Porto", "Europe/Lisbon",
        new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 24, 10, 30, 0, TimeSpan.Zero),
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c03"));

    private static readonly CancelledFacts CancelledVisit = new(
        Visit.BookingId, Visit.Property, Visit.Address, Visit.TimeZone, Visit.StartsAt, Visit.EndsAt, Visit.WithId, Visit.WithId);

    public static IServiceCollection AddVisitKinds(this IServiceCollection services) => services
        .AddNotice(new NoticeKind(Confirmed, "A visit is booked; told to both who meet.", typeof(VisitKinds), Visit)
        {
            People = ["with"], Calendar = facts => Entry((VisitFacts)facts), GoneStatement = Gone,
        })
        .AddNotice(new NoticeKind(Cancelled, "A visit is cancelled; told to the one who did not do it.", typeof(VisitKinds), CancelledVisit)
        {
            People = ["with", "by"], Calendar = facts => Entry((CancelledFacts)facts),
        })
        .AddNotice(new NoticeKind(SlotCancelled, "A slot is called off, and the visit with it; told to the applicant.", typeof(VisitKinds), CancelledVisit)
        {
            People = ["with", "by"], Calendar = facts => Entry((CancelledFacts)facts),
        })
        .AddNotice(new NoticeKind(DayBefore, "The evening before a visit.", typeof(VisitKinds), Visit) { People = ["with"], GoneStatement = Gone })
        .AddNotice(new NoticeKind(HourBefore, "An hour before a visit.", typeof(VisitKinds), Visit) { People = ["with"], GoneStatement = Gone });

    private static CalendarEntry Entry(VisitFacts visit) =>
        new(visit.BookingId, 0, false, visit.StartsAt, visit.EndsAt, visit.TimeZone, visit.Address);

    // A booking has two states, and a booking again is another booking: so 1 comes after 0 and nothing after 1.
    private static CalendarEntry Entry(CancelledFacts visit) =>
        new(visit.BookingId, 1, true, visit.StartsAt, visit.EndsAt, visit.TimeZone, visit.Address);
}

/// <summary>A visit, as one of the two who meet is told of it; <paramref name="WithId"/> is the other one.</summary>
internal sealed record VisitFacts(
    Guid BookingId, string Property, string Address, string TimeZone, DateTimeOffset StartsAt, DateTimeOffset EndsAt, Guid WithId);

/// <summary>A visit that will not be, and by whose doing.</summary>
internal sealed record CancelledFacts(
    Guid BookingId, string Property, string Address, string TimeZone, DateTimeOffset StartsAt, DateTimeOffset EndsAt, Guid WithId, Guid ById);
