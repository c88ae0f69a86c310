using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Doorward.Support.Copilot.Wishes;

/// <summary>A mention of a time of the day. A part of the day (morning) only narrows what is said more exactly beside it.</summary>
internal sealed record TimeMention(int At, int End, LocalTime From, LocalTime? Until, bool IsPartOfDay);

/// <summary>
/// Reads times of the day, in English and Portuguese, off folded text: "morning", "after 5pm", "between 2 and 4", "às 10h30". A bare number from
/// 1 to 7 is in the afternoon, unless the text says morning beside it: nobody views a flat at five in the morning.
/// </summary>
internal static partial class TimeWords
{
    // A time of the day; § stands for its name in the pattern.
    private const string Clock = @"(?:(?<§h>[01]?\d|2[0-3])(?:(?:[:.]|h ?)(?<§m>[0-5]\d)|h)?(?![\d/])(?: ?(?<§x>[ap]\.?m\b\.?))?(?: ?(?:h|horas|o'clock)\b)?|\b(?<§w>noon|midday|meio-dia|meio dia)\b)";

    private static readonly Regex Between = Pattern($@"\b(?:between|from|entre as?|das) {Of("a")} ?(?:and|to|until|till|-|e as?|e|as|ate as?) ?{Of("b")}");
    private static readonly Regex Dash = Pattern($@"(?<![\d/.-]){Of("a")} ?- ?{Of("b")}(?![\d/-])");
    private static readonly Regex After = Pattern($@"\b(?:after|from|past|later than|any ?time after|depois das?|depois do|a partir das?|a partir do|apos as?) {Of("a")}");
    private static readonly Regex Before = Pattern($@"\b(?:before|by|until|no later than|antes das?|antes do|ate as?|ate ao) {Of("a")}");
    private static readonly Regex Around = Pattern($@"\b(?:around|about|approximately|por volta das?|cerca das?) {Of("a")}");
    private static readonly Regex Exactly = Pattern($@"\b(?:at|as) {Of("a")}");
    private static readonly Regex Plain = Pattern(@"(?<![\d/.,-])(?:(?<ah>[01]?\d|2[0-3])(?:[:h](?<am>[0-5]\d)(?: ?(?<ax>[ap]\.?m\b\.?))?|h(?![a-z])| ?(?<ax>[ap]\.?m\b\.?))|\b(?<aw>noon|midday|meio-dia|meio dia)\b)");

    private static readonly (string Word, int From, int Until)[] Parts =
    [
        ("morning", 6, 12), ("afternoon", 12, 18), ("evening", 17, 22), ("tonight", 17, 22), ("night", 17, 22), ("lunch", 12, 14), ("after work", 17, 22),
        ("manha", 6, 12), ("tarde", 12, 18), ("noite", 17, 22), ("almoco", 12, 14),
    ];

    public static IReadOnlyList<TimeMention> In(string folded)
    {
        var found = new List<TimeMention>();
        var isMorning = PartOfDay().Matches(folded).Any(part => part.Value.EndsWith("morning", StringComparison.Ordinal) || part.Value.EndsWith("manha", StringComparison.Ordinal));
        Collect(Between, Range);
        Collect(Dash, match => HasMark(match, "a") || HasMark(match, "b") ? Range(match) : null);
        Collect(After, match => (Time(match, "a"), null));
        Collect(Before, match => (LocalTime.Midnight, Time(match, "a")));
        Collect(Around, match => (Shifted(Time(match, "a"), -1), Shifted(Time(match, "a"), 1)));
        Collect(Exactly, match => (Time(match, "a"), Shifted(Time(match, "a"), 1)));
        Collect(Plain, match => (Time(match, "a"), Shifted(Time(match, "a"), 1)));
        foreach (Match match in PartOfDay().Matches(folded))
        {
            var (_, from, until) = Parts.First(part => match.Value.Contains(part.Word, StringComparison.Ordinal));
            found.Add(new TimeMention(match.Index, match.Index + match.Length, new LocalTime(from, 0), new LocalTime(until, 0), true));
        }

        return [.. found.OrderBy(mention => mention.At)];

        void Collect(Regex pattern, Func<Match, (LocalTime From, LocalTime? Until)?> read)
        {
            foreach (Match match in pattern.Matches(folded))
            {
                if (found.All(other => match.Index >= other.End || match.Index + match.Length <= other.At) && read(match) is { } time)
                {
                    found.Add(new TimeMention(match.Index, match.Index + match.Length, time.From, time.Until, false));
                }
            }
        }

        (LocalTime, LocalTime?)? Range(Match match)
        {
            var (from, until) = (Time(match, "a"), Time(match, "b"));
            // "from 9 to 11am", "between 2 and 4": what is said of the one holds for the other.
            from = !match.Groups["ax"].Success && from > until && from.Hour >= 12 ? from.PlusHours(-12) : from;
            return from < until ? (from, until) : null;
        }

        LocalTime Time(Match match, string name)
        {
            if (match.Groups[name + "w"].Success)
            {
                return LocalTime.Noon;
            }

            var hour = int.Parse(match.Groups[name + "h"].ValueSpan, CultureInfo.InvariantCulture);
            var minute = match.Groups[name + "m"] is { Success: true } minutes ? int.Parse(minutes.ValueSpan, CultureInfo.InvariantCulture) : 0;
            var half = match.Groups[name + "x"];
            hour = half.Success
                ? (hour % 12) + (half.Value[0] == 'p' ? 12 : 0)
                : hour is >= 1 and <= 7 && !isMorning && !match.Groups[name + "h"].Value.StartsWith('0') ? hour + 12 : hour;
            return new LocalTime(hour, minute);
        }
    }

    private static bool HasMark(Match match, string name) => match.Groups[name + "m"].Success || match.Groups[name + "x"].Success;

    /// <summary>Within the day: never past midnight.</summary>
    private static LocalTime Shifted(LocalTime time, int hours) =>
        time.Hour + hours < 0 ? LocalTime.Midnight : time.Hour + hours > 23 ? LocalTime.MaxValue : time.PlusHours(hours);

    private static string Of(string name) => Clock.Replace("§", name, StringComparison.Ordinal);

    private static Regex Pattern(string text) => new(text, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    // Not the greetings "good morning" and "boa tarde", and not "mais tarde" (later).
    [GeneratedRegex(@"(?<!good )(?<!boa )(?<!bom )(?<!mais )\b(?:morning|afternoon|evening|tonight|night|lunch ?time|lunch|after work|manha|tarde|noite|hora de almoco|hora do almoco)\b")]
    private static partial Regex PartOfDay();
}
