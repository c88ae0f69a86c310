using NodaTime;

namespace Doorward.Support.Copilot.Wishes;

/// <summary>
/// When a customer would like to come, as they would read it off the clock on the property's wall: on each day from the first to the last,
/// from one time of the day to before another.
/// </summary>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day, included.</param>
/// <param name="From">From this time of the day.</param>
/// <param name="Until">To before this one; null: to the end of the day.</param>
internal sealed record Wish(LocalDate First, LocalDate Last, LocalTime From, LocalTime? Until)
{
    // Nobody wishes for more; it bounds the work.
    private const int MostDays = 31;

    /// <summary>
    /// The instants that it means in a time zone, one range a day. Where the clocks go forward over its beginning or its end, that end is the
    /// moment of the change; where they go back, a time that comes twice belongs to the range both times.
    /// </summary>
    public IEnumerable<Interval> In(DateTimeZone zone)
    {
        for (var day = First; day <= Last && Period.DaysBetween(First, day) < MostDays; day = day.PlusDays(1))
        {
            var start = Earliest(day + From, zone);
            var end = Latest(Until is { } until ? day + until : day.PlusDays(1).AtMidnight(), zone);
            if (end > start)
            {
                yield return new Interval(start, end);
            }
        }
    }

    private static Instant Earliest(LocalDateTime local, DateTimeZone zone)
    {
        var mapping = zone.MapLocal(local);
        return mapping.Count > 0 ? mapping.First().ToInstant() : mapping.LateInterval.Start;
    }

    private static Instant Latest(LocalDateTime local, DateTimeZone zone)
    {
        var mapping = zone.MapLocal(local);
        return mapping.Count > 0 ? mapping.Last().ToInstant() : mapping.LateInterval.Start;
    }
}
