using Doorward.Support.Copilot.Wishes;
using NodaTime;

namespace Doorward.Support.Tests.Copilot;

/// <summary>Properties of a wish in every time zone, at every change of its clocks in thirty years.</summary>
public sealed class WishZoneTests
{
    private static readonly IDateTimeZoneProvider Zones = DateTimeZoneProviders.Tzdb;
    private static readonly (LocalTime From, LocalTime? Until)[] Windows =
    [
        (new LocalTime(6, 0), new LocalTime(12, 0)), (new LocalTime(17, 0), null), (LocalTime.Midnight, null), (new LocalTime(0, 30), new LocalTime(1, 30)),
        (new LocalTime(1, 0), new LocalTime(2, 0)), (new LocalTime(1, 30), new LocalTime(2, 30)), (new LocalTime(2, 0), new LocalTime(3, 0)), (new LocalTime(2, 30), new LocalTime(23, 0)),
    ];

    [Fact]
    public void Whatever_the_clock_shows_within_the_wish_is_in_its_range_and_away_from_a_change_nothing_else_is()
    {
        var (days, changes) = (0, 0);
        foreach (var zone in Zones.Ids.Select(id => Zones[id]))
        {
            foreach (var day in DaysAround(zone))
            {
                days++;
                changes += IsQuiet(zone, day) ? 0 : 1;
                foreach (var (from, until) in Windows)
                {
                    Check(zone, day, from, until);
                }
            }
        }

        days.ShouldBeGreaterThan(20_000);
        changes.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public void A_morning_in_Lisbon_is_an_hour_later_in_UTC_once_summer_time_has_ended()
    {
        var lisbon = Zones["Europe/Lisbon"];
        Range("2026-10-24T05:00:00Z/2026-10-24T11:00:00Z", new LocalDate(2026, 10, 24));
        Range("2026-10-25T06:00:00Z/2026-10-25T12:00:00Z", new LocalDate(2026, 10, 25));

        void Range(string expected, LocalDate day) =>
            new Wish(day, day, new LocalTime(6, 0), new LocalTime(12, 0)).In(lisbon).Select(range => range.ToString()).ShouldBe([expected]);
    }

    [Fact]
    public void A_time_that_does_not_exist_becomes_the_moment_of_the_change()
    {
        // At 01:00 on 29 March 2026 the clocks in Lisbon go to 02:00.
        var day = new LocalDate(2026, 3, 29);
        new Wish(day, day, new LocalTime(1, 30), new LocalTime(3, 0)).In(Zones["Europe/Lisbon"]).Single()
            .ShouldBe(new Interval(Instant.FromUtc(2026, 3, 29, 1, 0), Instant.FromUtc(2026, 3, 29, 2, 0)));
    }

    [Fact]
    public void A_day_that_a_zone_left_out_holds_nothing()
    {
        // Samoa crossed the date line: 30 December 2011 never was.
        var day = new LocalDate(2011, 12, 30);
        new Wish(day, day, new LocalTime(6, 0), new LocalTime(12, 0)).In(Zones["Pacific/Apia"]).ShouldBeEmpty();
    }

    [Fact]
    public void Several_days_are_as_many_ranges() =>
        new Wish(new LocalDate(2026, 10, 24), new LocalDate(2026, 10, 26), new LocalTime(6, 0), new LocalTime(12, 0)).In(Zones["Europe/Lisbon"]).Count().ShouldBe(3);

    [Fact]
    public void A_wish_without_end_is_cut_off() =>
        new Wish(new LocalDate(2026, 1, 1), new LocalDate(2036, 1, 1), LocalTime.Midnight, null).In(Zones["Europe/Lisbon"]).Count().ShouldBe(31);

    private static void Check(DateTimeZone zone, LocalDate day, LocalTime from, LocalTime? until)
    {
        var ranges = new Wish(day, day, from, until).In(zone).ToList();
        ranges.Count.ShouldBeLessThanOrEqualTo(1);
        var noon = zone.AtLeniently(day + LocalTime.Noon).ToInstant();
        for (var instant = noon - Duration.FromHours(14); instant < noon + Duration.FromHours(14); instant += Duration.FromMinutes(15))
        {
            var clock = instant.InZone(zone).LocalDateTime;
            var wished = clock.Date == day && clock.TimeOfDay >= from && (until is null || clock.TimeOfDay < until);
            var isIn = ranges.Any(range => range.Contains(instant));
            if (wished && !isIn)
            {
                Assert.Fail($"{zone.Id} {day} {from}-{until}: {instant} shows {clock} and is not in the range");
            }

            if (isIn && !wished && IsQuiet(zone, day))
            {
                Assert.Fail($"{zone.Id} {day} {from}-{until}: {instant} shows {clock} and is in the range");
            }
        }
    }

    private static bool IsQuiet(DateTimeZone zone, LocalDate day)
    {
        var noon = zone.AtLeniently(day + LocalTime.Noon).ToInstant();
        var interval = zone.GetZoneInterval(noon);
        return (!interval.HasStart || interval.Start < noon - Duration.FromHours(26)) && (!interval.HasEnd || interval.End > noon + Duration.FromHours(26));
    }

    private static IEnumerable<LocalDate> DaysAround(DateTimeZone zone) => zone
        .GetZoneIntervals(Instant.FromUtc(2005, 1, 1, 0, 0), Instant.FromUtc(2035, 1, 1, 0, 0))
        .Where(interval => interval.HasEnd)
        .Select(interval => interval.End.InZone(zone).Date)
        .SelectMany(date => new[] { date.PlusDays(-3), date.PlusDays(-1), date, date.PlusDays(1) })
        .Distinct();
}
