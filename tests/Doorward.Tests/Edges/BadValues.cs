using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Doorward.Tests.Edges;

/// <summary>JSON texts that a field of a schema must refuse, each with its name.</summary>
internal static class BadValues
{
    public static IEnumerable<(string What, string Json)> Of(JsonObject schema, bool required)
    {
        var types = schema["type"] is JsonArray several ? several.Select(type => (string)type!).ToList() : [(string)schema["type"]!];
        return Kinds.Where(kind => !types.Contains(kind.Type) && !(kind.Type == "integer" && types.Contains("number"))).Select(kind => ($"{kind.Type} {kind.Json}", kind.Json))
            .Concat(types.Contains("string") ? OfText(schema, required) : [])
            .Concat(types.Contains("integer") || types.Contains("number") ? [("no number", "1e400"), ("NaN", "\"NaN\""), ("a word", "\"1\"")] : [])
            .Concat(types.Contains("boolean") ? [("the word true", "\"true\""), ("capitals", "True"), ("one", "1")] : [])
            .Concat([("nothing at all", ""), ("undefined", "undefined"), ("single quotes", "'x'"), ("a leading zero", "01")]);
    }

    /// <summary>Percent-encoded texts that a query parameter of a schema must refuse.</summary>
    public static IEnumerable<string> OfQuery(JsonObject schema) => ((string?)schema["type"], (string?)schema["format"]) switch
    {
        ("integer", _) => ["0", "-1", "101", "99999999999999999999", "abc", "1.5", "1e1", "0x10", "%20", "%00", "%ff", "1;2", "1&limit=2", "null", "١", "%", "%zz"],
        ("boolean", _) => ["maybe", "1", "0", "yes", "%00", "%ff", "truefalse", "null"],
        (_, "date-time") =>
            ["tomorrow", "%", "2026-11-21", "2026-11-21T09:00:00", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-21T25:00:00Z", "%00", "%ff", "infinity", "0",
             "2026-11-21T09:00:00%2B99:99", "10000-01-01T00:00:00Z", "-001-01-01T00:00:00Z", "2026-11-21T09:00:60Z"],
        (_, "uuid") => ["not-a-uuid", "%00", "%ff", "0", "null"],
        // a cursor: the only free text there is in a query
        _ => ["garbage", "%00", "%ff", "%", "AAAA", "%2e%2e", "a%20b", new string('A', 3000), "null", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
    };

    private static IEnumerable<(string, string)> OfText(JsonObject schema, bool required)
    {
        foreach (var bad in new[] { "nul \\u0000", "\\u0000", "\\ud800", "x\\udc00y", "\\udc00\\ud800" })
        {
            yield return ($"the escape {bad}", $"\"{bad}\"");
        }

        yield return ("an escape that is none", "\"\\x41\"");
        yield return ("half an escape", "\"\\u12\"");
        yield return ("a raw control character", "\"a\u0001b\"");
        yield return ("a raw line end", "\"a\nb\"");
        yield return ("100,000 letters", Text(new string('x', 100_000)));
        foreach (var control in new[] { '\u0001', '\b', '\u001b', '\u007f', '\u0085' })
        {
            yield return ($"the control character {(int)control:x2}", Text($"a{control}b"));
        }

        if ((int?)schema["maxLength"] is { } longest)
        {
            yield return ("one letter too many", Text(new string('é', longest + 1)));
            yield return ("one emoji too many", Text(string.Concat(Enumerable.Repeat("🏠", longest + 1))));
        }

        if (required)
        {
            foreach (var blank in new[] { "", " ", "\t\r\n", "\u200b", "\u3000" })
            {
                yield return ($"only {Text(blank)}", Text(blank));
            }
        }

        if ((string?)schema["pattern"] is { } pattern)
        {
            foreach (var bad in new[] { "-", "-a", "a-", "A", "a b", "a_b", "é", "a.b", "a\n" }.Where(bad => !Regex.IsMatch(bad.Trim(), pattern)))
            {
                yield return ($"{Text(bad)}, not of the pattern", Text(bad));
            }
        }

        if (schema["enum"] is not null)
        {
            foreach (var word in new[] { "nonsense", schema["enum"]![0]!.ToString() + "x", Other(schema["enum"]![0]!.ToString()) })
            {
                yield return ($"the word {word}", Text(word));
            }
        }

        foreach (var bad in OfFormat((string?)schema["format"]))
        {
            yield return (bad, Text(bad));
        }
    }

    private static string[] OfFormat(string? format) => format switch
    {
        "uuid" =>
            ["not-a-uuid", "00000000-0000-0000-0000-000000000000", "{019379a2-5b7c-7c3e-9a41-2f6d8e0b1c40}", "019379a25b7c7c3e9a412f6d8e0b1c40",
             "019379a2-5b7c-7c3e-9a41-2f6d8e0b1c4", "019379a2-5b7c-7c3e-9a41-2f6d8e0b1c400", "' OR 1=1 --"],
        "date-time" =>
            ["tomorrow", "infinity", "-infinity", "2026-11-21", "2026-11-21T09:00:00", "2026-11-21 09:00:00Z", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z",
             "2099-11-21T24:00:00Z", "2099-11-21T09:00:60Z", "10000-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z",
             "2099-11-21T09:00:00+24:00", "1763715600"],
        "email" => ["nobody", "@example.com", "a@", "a@b@c@", "a b@example.com", "a@example.com\r\nBcc: x@example.com", "a@-example.com", "<a@example.com>", "a@example..com", "\"a\"@example.com"],
        _ => [],
    };

    private static readonly (string Type, string Json)[] Kinds =
    [
        ("null", "null"), ("string", "\"text\""), ("integer", "12345"), ("number", "-0.5"), ("number", "1e400"), ("boolean", "true"), ("array", "[]"),
        ("array", "[\"text\"]"), ("object", "{}"), ("object", "{\"id\": \"x\"}"),
    ];

    private static string Other(string word) => word.Any(char.IsAsciiLetterLower) ? word.ToUpperInvariant() : word.ToLowerInvariant();

    private static string Text(string value) => JsonSerializer.Serialize(value);
}
