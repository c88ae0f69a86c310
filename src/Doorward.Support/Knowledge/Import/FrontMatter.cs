using System.Globalization;

namespace Doorward.Support.Knowledge;

/// <summary>
/// What a file says of itself between two lines of <c>---</c> at its top: title, audience, valid-until, language, each on a line of its own. It is
/// no YAML: what is not one of these is an error with its line, because an audience that is misspelt would otherwise be the public.
/// </summary>
internal sealed record FrontMatter(string? Title, string? Audience, DateOnly? ValidUntil, string? Language)
{
    private const string Rule = "---";

    private static readonly string[] Keys = ["title", "audience", "valid-until", "language"];

    /// <summary>Reads it.</summary>
    /// <param name="path">For problems.</param>
    /// <param name="text">The whole file, its lines ended by \n.</param>
    /// <returns>What it says, and where the document itself begins.</returns>
    /// <exception cref="UnreadableDocument">It is not as it should be.</exception>
    public static (FrontMatter Says, int Begin) Read(string path, string text)
    {
        if (!text.StartsWith(Rule + "\n", StringComparison.Ordinal))
        {
            return (new FrontMatter(null, null, null, null), 0);
        }

        var values = new Dictionary<string, string>();
        var at = Rule.Length + 1;
        for (var number = 2; number <= ImportLimits.FrontMatterLines + 2; number++)
        {
            var end = text.IndexOf('\n', at);
            var line = text[at..(end < 0 ? text.Length : end)].Trim();
            at = end < 0 ? text.Length : end + 1;
            if (line == Rule)
            {
                return (new FrontMatter(values.GetValueOrDefault("title"), values.GetValueOrDefault("audience"), Day(values), values.GetValueOrDefault("language")), at);
            }

            if (at == text.Length)
            {
                break;
            }

            if (line.Length > 0 && !line.StartsWith('#'))
            {
                Read(path, number, line, values);
            }
        }

        throw new UnreadableDocument(path, 1,
            $"The front matter that begins here has no end: close it with a line of --- within {ImportLimits.FrontMatterLines} lines. (A rule above the first heading is written ***.)");
    }

    private static void Read(string path, int number, string line, Dictionary<string, string> values)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var key = colon < 0 ? line : line[..colon].TrimEnd();
        var value = colon < 0 ? "" : Unquoted(line[(colon + 1)..].Trim());
        var wrong =
            colon < 0 ? "A line of the front matter is a name, a colon and a value."
            : !Keys.Contains(key) ? $"The front matter has {string.Join(", ", Keys)}, and nothing called {Shown(key)}."
            : value.Length == 0 ? $"{key} has no value. Give one, or leave the line out."
            : !values.TryAdd(key, value) ? $"{key} is given twice."
            : Wrong(key, value);
        if (wrong is not null)
        {
            throw new UnreadableDocument(path, number, wrong);
        }
    }

    private static string? Wrong(string key, string value) => key switch
    {
        "title" when value.Length > ImportLimits.Title => $"A title has at most {ImportLimits.Title} characters.",
        "title" when value.Any(char.IsControl) => "A title has no control characters.",
        "audience" when value is not (Audiences.Public or Audiences.Internal) => $"audience is {Audiences.Public} or {Audiences.Internal}, not {Shown(value)}.",
        "valid-until" when !IsDay(value, out _) => $"valid-until is a day such as 2027-01-31, not {Shown(value)}.",
        "language" => Languages.Problem(value),
        _ => null,
    };

    private static DateOnly? Day(Dictionary<string, string> values) => values.TryGetValue("valid-until", out var value) && IsDay(value, out var day) ? day : null;

    private static bool IsDay(string value, out DateOnly day) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static string Unquoted(string value) =>
        value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1].Trim() : value;

    private static string Shown(string value) => $"\"{(value.Length > 40 ? value[..40] + "…" : value)}\"";
}
