using Doorward.Support.Copilot.Words;
using NodaTime;

namespace Doorward.Support.Copilot.Wishes;

/// <summary>Reads off a message when the customer would like to come.</summary>
internal static class WishReader
{
    private const int DaysWhenNoneIsSaid = 14;
    private const int Most = 5;

    /// <param name="body">The message.</param>
    /// <param name="today">The day at the property when it was written.</param>
    /// <returns>In the order said; empty where nothing was said of when.</returns>
    public static IReadOnlyList<Wish> Read(string body, LocalDate today)
    {
        var folded = Folding.Fold(body);
        var days = DayWords.In(folded, today);
        var times = TimeWords.In(folded).Where(time => days.All(day => time.At >= day.End || time.End <= day.At)).ToList();
        if (days.Count == 0)
        {
            return times.Count == 0 ? [] : [.. Combine(times, folded).Select(time => new Wish(today, today.PlusDays(DaysWhenNoneIsSaid), time.From, time.Until)).Take(Most)];
        }

        var timesOf = Assign(days, times);
        return [.. days.SelectMany((day, n) => On(day, timesOf[n], folded)).Distinct().Take(Most)];
    }

    private static IEnumerable<Wish> On(DayMention day, List<TimeMention> times, string folded) => times.Count == 0
        ? [new Wish(day.First, day.Last, LocalTime.Midnight, null)]
        : Combine(times, folded).Select(time => new Wish(day.First, day.Last, time.From, time.Until));

    /// <summary>
    /// A time belongs to the day said before it, "Saturday morning", unless that day has one already and the next day is still without:
    /// "Saturday morning, or after five on Tuesday".
    /// </summary>
    private static List<TimeMention>[] Assign(IReadOnlyList<DayMention> days, List<TimeMention> times)
    {
        var timesOf = days.Select(_ => new List<TimeMention>()).ToArray();
        foreach (var time in times)
        {
            var before = days.Count(day => day.At < time.At) - 1;
            var after = before + 1 < days.Count ? before + 1 : -1;
            var nextComesBare = after >= 0 && !times.Any(other => other.At > days[after].At && (after + 1 == days.Count || other.At < days[after + 1].At));
            var sameBreath = before >= 0 && timesOf[before].Count > 0 && time.At - timesOf[before][^1].End <= 4;
            var home = before < 0 || (timesOf[before].Count > 0 && nextComesBare && !sameBreath) ? after : before;
            timesOf[home].Add(time);
        }

        return timesOf;
    }

    /// <summary>Times said side by side narrow each other ("morning after ten"); with an "or" between them they are alternatives.</summary>
    private static IEnumerable<(LocalTime From, LocalTime? Until)> Combine(List<TimeMention> times, string folded)
    {
        var current = times[0];
        foreach (var next in times.Skip(1))
        {
            var between = folded[Math.Min(current.End, next.At)..next.At];
            var isAlternative = between.Contains(" or ", StringComparison.Ordinal) || between.Contains(" ou ", StringComparison.Ordinal) || between.Contains('/', StringComparison.Ordinal);
            if (isAlternative || Narrowed(current, next) is not { } narrowed)
            {
                yield return (current.From, current.Until);
                current = next;
            }
            else
            {
                current = narrowed;
            }
        }

        yield return (current.From, current.Until);
    }

    private static TimeMention? Narrowed(TimeMention one, TimeMention other)
    {
        var from = LocalTime.Max(one.From, other.From);
        var until = one.Until is { } first && other.Until is { } second ? LocalTime.Min(first, second) : one.Until ?? other.Until;
        if (until is null || from < until)
        {
            return new TimeMention(one.At, other.End, from, until, one.IsPartOfDay && other.IsPartOfDay);
        }

        // They contradict each other: what was said exactly counts.
        return one.IsPartOfDay && !other.IsPartOfDay ? other : other.IsPartOfDay && !one.IsPartOfDay ? one : null;
    }
}
