using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Doorward.Support.Copilot.Wishes;

/// <summary>A mention of a day or of days in a text.</summary>
internal sealed record DayMention(int At, int End, LocalDate First, LocalDate Last);

/// <summary>
/// Reads days, in English and Portuguese, off folded text: "Saturday", "next Tuesday", "24 November", "24/11", "amanhã", "fim de semana".
/// A weekday is the next one after today; "next Tuesday" and "terça que vem" are the Tuesday of next week, weeks beginning on Monday.
/// A day and month without a year are the next such day. Numbers are day before month, as in Europe.
/// </summary>
internal static partial class DayWords
{
    private const int ReachesBack = 24;

    private static readonly string[] Months =
        ["jan", "feb|fev", "mar", "apr|abr", "may|mai", "jun", "jul", "aug|ago", "sep|set", "oct|out", "nov", "dec|dez"];

    public static IReadOnlyList<DayMention> In(string folded, LocalDate today)
    {
        var found = new List<DayMention>();
        Collect(NumericDate(), match => Numeric(match, today));
        Collect(DayMonth(), match => Named(match, today));
        Collect(MonthDay(), match => Named(match, today));
        Collect(DayOfMonth(), match => NextDayOfMonth(Number(match, "day"), today));
        Collect(Relative(), match => OfRelative(match.Value, today));
        Collect(InSome(), match => Ahead(match, today));
        Collect(Weekday(), match => OfWeekday(match, today));
        return [.. found.OrderBy(mention => mention.At).Where(mention => !IsExcluded(folded, mention))];

        void Collect(Regex pattern, Func<Match, (LocalDate First, LocalDate Last)?> read)
        {
            foreach (Match match in pattern.Matches(folded))
            {
                // "day after tomorrow" is found before "tomorrow", a full date before its parts.
                if (found.All(other => match.Index >= other.End || match.Index + match.Length <= other.At) && read(match) is { } days)
                {
                    found.Add(new DayMention(match.Index, match.Index + match.Length, days.First, days.Last));
                }
            }
        }
    }

    private static (LocalDate, LocalDate)? Numeric(Match match, LocalDate today)
    {
        if (match.Value is "24/7" or "1/2")
        {
            return null;
        }

        var year = match.Groups["year"].Success ? Year(Number(match, "year")) : (int?)null;
        var (day, month) = (Number(match, "day"), Number(match, "month"));
        return month > 12 ? On(year, day, month, today) : On(year, month, day, today);
    }

    private static (LocalDate, LocalDate)? Named(Match match, LocalDate today)
    {
        var name = match.Groups["name"].Value[..3];
        var month = Array.FindIndex(Months, names => names.Split('|').Contains(name)) + 1;
        return On(match.Groups["year"].Success ? Number(match, "year") : null, month, Number(match, "day"), today);
    }

    private static (LocalDate, LocalDate)? On(int? year, int month, int day, LocalDate today)
    {
        if (year is { } given)
        {
            return Valid(given, month, day) is { } date ? (date, date) : null;
        }

        // 29 February may be up to eight years away.
        for (var tried = today.Year; tried <= today.Year + 8; tried++)
        {
            if (Valid(tried, month, day) is { } date && date >= today)
            {
                return (date, date);
            }
        }

        return null;
    }

    private static (LocalDate, LocalDate)? NextDayOfMonth(int day, LocalDate today)
    {
        for (var month = new YearMonth(today.Year, today.Month); ; month = month.PlusMonths(1))
        {
            if (day is < 1 or > 31)
            {
                return null;
            }

            if (Valid(month.Year, month.Month, day) is { } date && date >= today)
            {
                return (date, date);
            }
        }
    }

    private static (LocalDate, LocalDate) OfRelative(string words, LocalDate today)
    {
        var monday = today.PlusDays(1 - (int)today.DayOfWeek);
        var saturday = monday.PlusDays(5);
        return words switch
        {
            _ when words.Contains("depois de", StringComparison.Ordinal) || words.Contains("after tomorrow", StringComparison.Ordinal) => One(2),
            _ when words.Contains("amanha", StringComparison.Ordinal) || words.Contains("tomorrow", StringComparison.Ordinal) => One(1),
            _ when words.Contains("weekend", StringComparison.Ordinal) || words.Contains("fim", StringComparison.Ordinal) =>
                IsNext(words) ? (saturday.PlusDays(7), saturday.PlusDays(8)) : (LocalDate.Max(saturday, today), saturday.PlusDays(1)),
            _ when words.Contains("week", StringComparison.Ordinal) || words.Contains("semana", StringComparison.Ordinal) =>
                IsNext(words) ? (monday.PlusDays(7), monday.PlusDays(13)) : (today, monday.PlusDays(6)),
            _ => One(0),
        };

        (LocalDate, LocalDate) One(int days) => (today.PlusDays(days), today.PlusDays(days));
    }

    private static (LocalDate, LocalDate)? Ahead(Match match, LocalDate today)
    {
        var days = Number(match, "count") * (match.Groups["unit"].Value[0] is 'w' or 's' ? 7 : 1);
        return days <= 365 ? (today.PlusDays(days), today.PlusDays(days)) : null;
    }

    private static (LocalDate, LocalDate)? OfWeekday(Match match, LocalDate today)
    {
        var name = match.Groups["name"].Value;
        var isShort = name is "sat" or "sun" or "wed";
        if (isShort && !match.Groups["before"].Success)
        {
            return null; // "we sat in the sun"
        }

        var day = name[..3] switch
        {
            "mon" or "seg" => IsoDayOfWeek.Monday,
            "tue" or "ter" => IsoDayOfWeek.Tuesday,
            "wed" or "qua" => IsoDayOfWeek.Wednesday,
            "thu" or "qui" => IsoDayOfWeek.Thursday,
            "fri" or "sex" => IsoDayOfWeek.Friday,
            "sat" or "sab" => IsoDayOfWeek.Saturday,
            _ => IsoDayOfWeek.Sunday,
        };
        var before = match.Groups["before"].Value;
        if (before is "next" || IsNext(match.Groups["after"].Value))
        {
            var date = today.PlusDays(1 - (int)today.DayOfWeek).PlusDays(6 + (int)day);
            return (date, date);
        }

        var next = before is "this" or "esta" or "este" && today.DayOfWeek == day ? today : today.Next(day);
        return (next, next);
    }

    private static bool IsExcluded(string folded, DayMention mention) =>
        Excluding().IsMatch(folded[Math.Max(0, mention.At - ReachesBack)..mention.At]);

    private static bool IsNext(string words) => words.Contains("next", StringComparison.Ordinal)
        || words.Contains("que vem", StringComparison.Ordinal) || words.Contains("proxim", StringComparison.Ordinal);

    private static LocalDate? Valid(int year, int month, int day) =>
        year is >= 1970 and <= 2200 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month)
            ? new LocalDate(year, month, day)
            : null;

    private static int Year(int written) => written < 100 ? 2000 + written : written;

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<![\d/.,-])(?:(?<year>20\d\d)-(?<month>\d{1,2})-(?<day>\d{1,2})|(?<day>\d{1,2})(?<s>[/.-])(?<month>\d{1,2})\k<s>(?<year>20\d\d|\d\d)|(?<day>\d{1,2})/(?<month>\d{1,2}))(?![\d/-])")]
    private static partial Regex NumericDate();

    [GeneratedRegex(@"\b(?:dia )?(?<day>\d{1,2})(?:st|nd|rd|th)?,? (?:of |de )?(?<name>jan(?:uary|eiro)?|fe[bv](?:ruary|ereiro)?|mar(?:ch|co)?|apr(?:il)?|abr(?:il)?|may|maio?|june?|junho|july?|julho|aug(?:ust)?|agosto?|sept?(?:ember)?|set(?:embro)?|oct(?:ober)?|out(?:ubro)?|nov(?:ember|embro)?|dec(?:ember)?|dez(?:embro)?)\b\.?(?:,? (?:de )?(?<year>20\d\d))?")]
    private static partial Regex DayMonth();

    [GeneratedRegex(@"\b(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.? (?<day>\d{1,2})(?:st|nd|rd|th)?\b(?!:|\s?[ap]\.?m)(?:,? (?<year>20\d\d))?")]
    private static partial Regex MonthDay();

    [GeneratedRegex(@"\b(?:dia (?<day>\d{1,2})|(?:on )?the (?<day>\d{1,2})(?:st|nd|rd|th))\b(?! (?:floor|time))")]
    private static partial Regex DayOfMonth();

    [GeneratedRegex(@"\b(?:(?:the )?day after tomorrow|depois de amanha|tomorrow|amanha|today|tonight|hoje|(?:this |next |the )?weekend|(?:proximo |este )?fim[ -]de[ -]semana(?: que vem)?|this week|next week|esta semana|(?:na )?proxima semana|(?:na )?semana que vem)\b")]
    private static partial Regex Relative();

    [GeneratedRegex(@"\b(?:in|daqui a) (?<count>\d{1,3}) (?<unit>days?|weeks?|dias?|semanas?)\b")]
    private static partial Regex InSome();

    [GeneratedRegex(@"\b(?:(?<before>next|this|coming|on|or|and|esta|este|proxima|proximo|na|no|ou|e) )?(?<name>mon(?:days?)?|tue(?:s|sdays?)?|wed(?:nesdays?)?|thu(?:rs?|rsdays?)?|fri(?:days?)?|sat(?:urdays?)?|sun(?:days?)?|segundas?|tercas?|quartas?|quintas?|sextas?|sabados?|domingos?)\b(?:-feiras?| feiras?)?(?<after> next week| que vem| da proxima semana| da semana que vem)?")]
    private static partial Regex Weekday();

    [GeneratedRegex(@"(?:\bnot|\bcan't(?: do| make| come)?|\bcannot(?: do| make| come)?|\bexcept|\bbut not|\bnever|\bnao(?: posso| consigo)?(?: ir)?|\bmenos|\bexceto)(?: on| at| em| a| ao| na| no)? ?$")]
    private static partial Regex Excluding();
}
