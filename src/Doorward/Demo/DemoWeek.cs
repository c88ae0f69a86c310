using NodaTime;

namespace Doorward.Demo;

/// <summary>Hours for the coming week, as the clock on the property's wall shows them.</summary>
internal static class DemoWeek
{
    /// <summary>Three visits of half an hour a day, from <paramref name="firstHour"/> on, for the seven days after today there.</summary>
    public static IEnumerable<(DateTimeOffset Starts, DateTimeOffset Ends)> Hours(string timeZone, int firstHour, DateTimeOffset now)
    {
        var zone = DateTimeZoneProviders.Tzdb[timeZone];
        var today = Instant.FromDateTimeOffset(now).InZone(zone).Date;
        return
            from day in Enumerable.Range(1, 7)
            from visit in Enumerable.Range(0, 3)
            let starts = today.PlusDays(day).At(new LocalTime(firstHour + visit, 0)).InZoneLeniently(zone)
            select (starts.ToDateTimeOffset().ToUniversalTime(), starts.PlusMinutes(30).ToDateTimeOffset().ToUniversalTime());
    }
}
