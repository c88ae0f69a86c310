using System.Globalization;
using System.Text.Json;
using Doorward.Platform.Http;
using NodaTime;
using NodaTime.Text;

namespace Doorward.Accounts.Notices.Rendering;

/// <summary>What a language's folder says beside the templates: how days are written, and words that facts stand for.</summary>
/// <param name="Code">As the folder is called: <c>pt</c>.</param>
/// <param name="Name">What its speakers call it.</param>
/// <param name="Months">Twelve, as they stand in a date.</param>
/// <param name="Days">Seven, from Sunday.</param>
/// <param name="Day">A NodaTime pattern of a date.</param>
/// <param name="Time">A NodaTime pattern of a time of day.</param>
/// <param name="Somebody">Who is called that has no name any more.</param>
/// <param name="Words">What facts stand for: <c>agent</c> is <c>agente</c>.</param>
/// <param name="Pages">What the pages behind links in mails say.</param>
internal sealed record Language(
    string Code, string Name, string[] Months, string[] Days, string Day, string Time, string Somebody, Dictionary<string, string> Words,
    Dictionary<string, string> Pages)
{
    private const string File = "/language.json";

    private LocalDatePattern? _day;
    private LocalTimePattern? _time;

    /// <summary>The program runs without the machine's cultures, so a language brings its own names.</summary>
    private CultureInfo Culture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.DayNames = Days;
        culture.DateTimeFormat.MonthNames = [.. Months, ""];
        culture.DateTimeFormat.MonthGenitiveNames = [.. Months, ""];
        return culture;
    }

    public string DayOf(LocalDate day) => (_day ??= LocalDatePattern.Create(Day, Culture())).Format(day);

    public string TimeOf(LocalTime time) => (_time ??= LocalTimePattern.Create(Time, Culture())).Format(time);

    /// <summary>The language of a folder <c>Words/{code}</c> of this assembly.</summary>
    public static IReadOnlyList<Language> All { get; } = [.. Load()];

    private static IEnumerable<Language> Load()
    {
        var assembly = typeof(Language).Assembly;
        foreach (var file in assembly.GetManifestResourceNames().Where(name => name.EndsWith(File, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var json = assembly.GetManifestResourceStream(file)!;
            yield return JsonSerializer.Deserialize<Language>(json, DoorwardJson.Options)!;
        }
    }
}
