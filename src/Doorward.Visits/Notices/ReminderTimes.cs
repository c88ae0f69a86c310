using NodaTime;

namespace Doorward.Visits.Notices;

/// <summary>When people are reminded of a visit, by the clocks at the property.</summary>
internal static class ReminderTimes
{
    // When the working day is over and tomorrow is thought of.
    private static readonly LocalTime Evening = new(18, 0);

    /// <summary>Six in the evening of the day before, by the calendar: on the days when the clocks change that is not 24 hours less something.</summary>
    public static DateTimeOffset EveningBefore(DateTimeOffset starts, string timeZone)
    {
        var zone = DateTimeZoneProviders.Tzdb[timeZone];
        var day = Instant.FromDateTimeOffset(starts).InZone(zone).Date;
        return zone.AtLeniently(day.PlusDays(-1) + Evening).ToDateTimeOffset().ToUniversalTime();
    }

    /// <summary>An hour is an hour.</summary>
    public static DateTimeOffset HourBefore(DateTimeOffset starts) => starts.AddHours(-1);

    /// <summary>The reminders of a visit, without those whose hour was over when it was booked.</summary>
    public static IEnumerable<(string Kind, DateTimeOffset Due)> Of(Visit visit, DateTimeOffset booked) => new[]
    {
        (VisitKinds.DayBefore, EveningBefore(visit.StartsAt, visit.TimeZone)),
        (VisitKinds.HourBefore, HourBefore(visit.StartsAt)),
    }.Where(reminder => reminder.Item2 > booked);
}
