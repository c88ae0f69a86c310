using System.Globalization;
using System.Text.RegularExpressions;
using Doorward.Support.Copilot.Words;

namespace Doorward.Support.Copilot.Values;

/// <summary>
/// Finds every value in a text, English or Portuguese, in digits or in words. The guard compares a sentence with its source by them, so it must
/// find rather too much than too little.
/// </summary>
internal static partial class ValueReader
{
    private static readonly (ValueKind Kind, Func<Regex> Pattern, Func<Match, IEnumerable<string>> Norms)[] Readers =
    [
        (ValueKind.Email, Email, match => [match.Value.TrimEnd('.')]),
        (ValueKind.Url, Url, match => [match.Value.TrimEnd('.', ',', ')', '/')]),
        (ValueKind.Account, Account, match => [Bare(match.Value)]),
        (ValueKind.Money, Money, match => [Amount(match.Groups["amount"].Value) + Currency(match.Value)]),
        (ValueKind.Money, Free, _ => ["0"]),
        (ValueKind.Percent, Percent, match => [Amount(match.Groups["amount"].Value)]),
        (ValueKind.Date, IsoDate, match => Dated(match, int.Parse(match.Groups["month"].ValueSpan, CultureInfo.InvariantCulture))),
        (ValueKind.Date, NumericDate, match => Dated(match, int.Parse(match.Groups["month"].ValueSpan, CultureInfo.InvariantCulture))),
        (ValueKind.Date, DayMonth, match => Dated(match, Month(match.Groups["name"].Value))),
        (ValueKind.Date, MonthDay, match => Dated(match, Month(match.Groups["name"].Value))),
        (ValueKind.Phone, Phone, match => [Bare(match.Value)]),
        (ValueKind.Time, Time, match => [Clock(match)]),
        (ValueKind.Date, MonthAlone, match => [$"{Month(match.Value):00}"]),
        (ValueKind.Weekday, Weekday, match => [DayOf(match.Value)]),
        (ValueKind.RelativeDay, RelativeDay, match => [match.Value]),
        (ValueKind.Number, Number, match => [Amount(match.Groups["amount"].Value)]),
        (ValueKind.Number, NumberWord, match => [Counted(match.Value)]),
    ];

    private static readonly string[] Months = ["jan", "fe", "mar", "apr abr", "may mai", "jun", "jul", "aug ago", "sep set", "oct out", "nov", "dec dez"];

    private static readonly string[][] Words =
    [
        ["one", "um", "uma", "single"], ["two", "dois", "duas", "both", "twice"], ["three", "tres"], ["four", "quatro"], ["five", "cinco"], ["six", "seis"], ["seven", "sete"],
        ["eight", "oito"], ["nine", "nove"], ["ten", "dez"], ["eleven", "onze"], ["twelve", "doze"], ["thirteen", "treze"], ["fourteen", "catorze"],
        ["fifteen", "quinze"],
    ];

    private static readonly Dictionary<string, string> Tens = new()
    {
        ["half"] = "0.5", ["meio"] = "0.5", ["metade"] = "0.5", ["double"] = "2", ["dobro"] = "2", ["twenty"] = "20", ["vinte"] = "20", ["thirty"] = "30", ["trinta"] = "30", ["forty"] = "40", ["quarenta"] = "40", ["fifty"] = "50", ["cinquenta"] = "50",
        ["sixty"] = "60", ["sessenta"] = "60", ["ninety"] = "90", ["noventa"] = "90", ["hundred"] = "100", ["cem"] = "100", ["thousand"] = "1000", ["mil"] = "1000",
    };

    public static IReadOnlyList<WrittenValue> In(string text)
    {
        var left = Folding.Fold(text);
        var found = new List<WrittenValue>();
        foreach (var (kind, pattern, norms) in Readers)
        {
            var matches = pattern().Matches(left);
            foreach (Match match in matches)
            {
                found.AddRange(norms(match).Select(norm => new WrittenValue(Of(kind, norm), text.Substring(match.Index, match.Length))));
            }

            left = matches.Count == 0 ? left : Without(matches, left);
        }

        return found;
    }

    // A price is not a number as well.
    private static string Without(MatchCollection matches, string text)
    {
        var left = text.ToCharArray();
        foreach (Match match in matches)
        {
            Array.Fill(left, ' ', match.Index, match.Length);
        }

        return new string(left);
    }

    // The year of a date stands by itself: a source may leave it out, and then so must the sentence.
    private static Value Of(ValueKind kind, string norm) => norm.StartsWith('y') ? new Value(ValueKind.Number, norm[1..]) : new Value(kind, norm);

    private static IEnumerable<string> Dated(Match match, int month)
    {
        yield return $"{month:00}-{int.Parse(match.Groups["day"].ValueSpan, CultureInfo.InvariantCulture):00}";
        if (match.Groups["year"] is { Success: true } year)
        {
            yield return $"y{(year.Length == 2 ? "20" : "")}{year.Value}";
        }
    }

    private static int Month(string name) => Array.FindIndex(Months, month => month.Split(' ').Any(start => name.StartsWith(start, StringComparison.Ordinal))) + 1;

    private static string DayOf(string name) => name[(name.IndexOf(' ', StringComparison.Ordinal) + 1)..][..3] switch
    {
        "mon" or "seg" => "monday",
        "tue" or "ter" => "tuesday",
        "wed" or "qua" => "wednesday",
        "thu" or "qui" => "thursday",
        "fri" or "sex" => "friday",
        "sat" or "sab" => "saturday",
        _ => "sunday",
    };

    private static string Clock(Match match)
    {
        if (match.Groups["word"] is { Success: true } word)
        {
            return word.Value is "midnight" or "meia-noite" or "meia noite" ? "00:00" : "12:00";
        }

        var hour = int.Parse(match.Groups["hour"].ValueSpan, CultureInfo.InvariantCulture);
        hour = match.Groups["half"] is { Success: true } half ? (hour % 12) + (half.Value[0] == 'p' ? 12 : 0) : hour;
        return $"{hour:00}:{(match.Groups["minute"] is { Success: true } minute ? minute.Value : "00")}";
    }

    /// <summary>1,200.50 and 1.200,50 and 1 200,50 are the same amount: the last mark is the decimal one unless three digits follow it.</summary>
    private static string Amount(string written)
    {
        var digits = written.Replace(" ", "", StringComparison.Ordinal);
        var mark = digits.LastIndexOfAny(['.', ',']);
        var isDecimal = mark >= 0 && (digits.Length - mark - 1 != 3 || digits[..mark].Contains(digits[mark] == '.' ? ',' : '.', StringComparison.Ordinal));
        var (whole, rest) = isDecimal ? (digits[..mark], digits[(mark + 1)..]) : (digits, "");
        var plain = new string([.. whole.Where(char.IsDigit)]).TrimStart('0');
        rest = rest.TrimEnd('0');
        return (plain.Length == 0 ? "0" : plain) + (rest.Length == 0 ? "" : $".{rest}");
    }

    private static string Currency(string written) => written.IndexOfAny(['€', '£', '$']) is >= 0 and var at
        ? written[at].ToString()
        : written.Contains("eur", StringComparison.Ordinal) ? "€" : written.Contains("usd", StringComparison.Ordinal) || written.Contains("dollar", StringComparison.Ordinal) ? "$" : "£";

    private static string Counted(string word) => Tens.GetValueOrDefault(word)
        ?? (Array.FindIndex(Words, names => names.Contains(word.Split(' ')[0])) + 1).ToString(CultureInfo.InvariantCulture);

    private static string Bare(string written) => new([.. written.Where(char.IsLetterOrDigit)]);

    [GeneratedRegex(@"\b(?:https?://|www\.)[^\s<>""')\]]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|pt|uk|eu|io|info|biz|co|app|dev|example|test)\b(?:/[^\s<>""')\]]*)?")]
    private static partial Regex Url();

    [GeneratedRegex(@"[a-z0-9._%+-]+ ?(?:@|\(at\)|\[at\]) ?[a-z0-9-]+(?:\.[a-z0-9-]+)+")]
    private static partial Regex Email();

    // IBAN (ISO 13616) and card numbers.
    [GeneratedRegex(@"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,7}(?: ?[a-z0-9]{1,3})?\b|\b\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}\b")]
    private static partial Regex Account();

    [GeneratedRegex(@"(?:€|£|\$|\b(?:eur|gbp|usd) ?) ?(?<amount>\d{1,3}(?:[., ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)|\b(?<amount>\d{1,3}(?:[., ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?) ?(?:€|£|\$|(?:euros?|eur|gbp|usd|pounds?|libras?|dollars?)\b)")]
    private static partial Regex Money();

    [GeneratedRegex(@"\bfree of charge\b|\b(?:is|are|for|be|completely|entirely) free\b(?! (?:on|at|from|to|between|until)\b)|\bgratis\b|\bgratuit[oa]s?\b|\bde graca\b")]
    private static partial Regex Free();

    [GeneratedRegex(@"\b(?<amount>\d+(?:[.,]\d+)?) ?(?:%|percent\b|per cent\b|por cento\b)")]
    private static partial Regex Percent();

    [GeneratedRegex(@"\b(?<year>(?:19|20)\d\d)-(?<month>0\d|1[0-2])-(?<day>[0-3]\d)(?!\d)")]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"\b(?<day>[0-3]?\d)(?<s>[/.-])(?<month>0?[1-9]|1[0-2])\k<s>(?<year>20\d\d|\d\d)\b|\b(?<day>[0-3]?\d)/(?<month>0?[1-9]|1[0-2])\b(?!/)")]
    private static partial Regex NumericDate();

    [GeneratedRegex(@"\b(?<day>[0-3]?\d)(?:st|nd|rd|th)?,? (?:of |de )?(?<name>jan(?:uary|eiro)?|fe[bv](?:ruary|ereiro)?|mar(?:ch|co)?|apr(?:il)?|abr(?:il)?|may|maio?|june?|junho|july?|julho|aug(?:ust)?|agosto?|sept?(?:ember)?|set(?:embro)?|oct(?:ober)?|out(?:ubro)?|nov(?:ember|embro)?|dec(?:ember)?|dez(?:embro)?)\b\.?(?:,? (?:de )?(?<year>20\d\d))?")]
    private static partial Regex DayMonth();

    [GeneratedRegex(@"\b(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.? (?<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?!:)(?:,? (?<year>20\d\d))?")]
    private static partial Regex MonthDay();

    [GeneratedRegex(@"(?<=\b(?:in|by|of|until|till|since|before|after|from|during|early|late|mid|next|this) )(?:march|may)\b(?! (?:be|i|we|you|not)\b)|\b(?:january|february|april|june|july|august|september|october|november|december|janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)\b")]
    private static partial Regex MonthAlone();

    [GeneratedRegex(@"(?<!\w)\+?\(?\d(?:[ ().-]?\d){8,14}\b")]
    private static partial Regex Phone();

    [GeneratedRegex(@"\b(?:(?<hour>[01]?\d|2[0-4])(?::(?<minute>[0-5]\d)(?: ?(?<half>[ap])\.?m\b\.?)?|h(?<minute>[0-5]\d)\b|h\b| ?(?<half>[ap])\.?m\b\.?| ?(?:horas|o'clock)\b)|(?<hour>[01]?\d|2[0-3])\.(?<minute>[0-5]\d) ?(?<half>[ap])\.?m\b\.?|(?<word>noon|midday|midnight|meio-dia|meio dia|meia-noite|meia noite))")]
    private static partial Regex Time();

    [GeneratedRegex(@"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:tue|wed|thu|fri)\b|\b(?:segunda|terca|quarta|quinta|sexta)s?-feiras?\b|\b(?:segundas?|tercas|quintas|sextas|sabados?|domingos?)\b|\b(?:na|no|a|de) (?:terca|quarta|quinta|sexta)\b")]
    private static partial Regex Weekday();

    [GeneratedRegex(@"\b(?:today|tonight|tomorrow|yesterday|hoje|amanha|ontem|this (?:week|weekend|month|morning|afternoon|evening)|next (?:week|weekend|month|year)|esta semana|este fim de semana|proxim[ao] (?:semana|mes|ano)|immediately|right away|straight away|imediatamente)\b")]
    private static partial Regex RelativeDay();

    [GeneratedRegex(@"(?<![a-z])(?<amount>\d+(?:[.,]\d+)*)")]
    private static partial Regex Number();

    // "one" and "um" only where they count: elsewhere they are articles.
    [GeneratedRegex(@"\b(?:(?:one|single|um|uma)(?= (?:months?|weeks?|days?|hours?|years?|minutes?|mes|semana|dia|hora|ano|minuto))|two|both|twice|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundred|thousand|half|double|dois|duas|tres|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|treze|catorze|quinze|vinte|trinta|quarenta|cinquenta|sessenta|noventa|cem|mil|metade|dobro)\b")]
    private static partial Regex NumberWord();
}
