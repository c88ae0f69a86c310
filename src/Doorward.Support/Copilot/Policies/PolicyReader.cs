using System.Text.Json;
using Doorward.Platform.Http;

namespace Doorward.Support.Copilot.Policies;

/// <summary>Something that is wrong with a policy.</summary>
/// <param name="Path">Where, such as <c>forbidden[2].phrases[0]</c>; empty for the whole.</param>
/// <param name="Wrong">A sentence.</param>
public sealed record PolicyProblem(string Path, string Wrong)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? Wrong : $"{Path} {Wrong}";
}

/// <summary>
/// Reads an agency's policy as its people write it, and names everything that is wrong with it at once. What is left out stays as it is in the
/// program's own.
/// </summary>
internal sealed class PolicyReader
{
    private const int MostPhrases = 500;
    private const int MostForbidden = 100;
    private const int LongestPhrase = 100;
    private const int LongestReason = 300;

    private static readonly string[] Members =
        ["threshold", "most_characters", "most_sentences", "hold_hours", "to_people", "urgent_to_people", "forbidden", "tone"];

    private static readonly string[] OfForbidden = ["code", "says", "phrases", "unless_fact"];

    private readonly List<PolicyProblem> _problems = [];

    /// <returns>The policy, or everything that is wrong.</returns>
    public static (Policy? Policy, IReadOnlyList<PolicyProblem> Problems) Read(JsonElement given)
    {
        var reader = new PolicyReader();
        var policy = reader.Whole(given);
        return reader._problems.Count == 0 ? (policy, []) : (null, reader._problems);
    }

    /// <inheritdoc cref="Read(JsonElement)"/>
    public static (Policy? Policy, IReadOnlyList<PolicyProblem> Problems) Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            return Read(document.RootElement);
        }
        catch (JsonException broken)
        {
            return (null, [new PolicyProblem("", $"It is no JSON: {broken.Message}")]);
        }
    }

    private Policy Whole(JsonElement given)
    {
        var own = Policy.Default;
        if (!IsObject(given, "", Members))
        {
            return own;
        }

        return new Policy(
            Number(given, "threshold", own.Threshold, 0, 1),
            (int)Number(given, "most_characters", own.MostCharacters, 1, 8000, whole: true),
            (int)Number(given, "most_sentences", own.MostSentences, 1, 50, whole: true),
            (int)Number(given, "hold_hours", own.HoldHours, 1, 168, whole: true),
            Names(given, "to_people", own.ToPeople, Triage.Intents),
            Names(given, "urgent_to_people", own.UrgentToPeople, Triage.Categories),
            given.TryGetProperty("forbidden", out var forbidden) ? Forbidden(forbidden) : own.Forbidden,
            given.TryGetProperty("tone", out var tone) ? Phrases(tone, "tone", mayBeEmpty: true) : own.Tone);
    }

    private double Number(JsonElement of, string name, double otherwise, double least, double most, bool whole = false)
    {
        if (!of.TryGetProperty(name, out var value))
        {
            return otherwise;
        }

        if (value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most && (!whole || number == Math.Floor(number)))
        {
            return number;
        }

        _problems.Add(new PolicyProblem(name, $"must be a {(whole ? "whole " : "")}number from {least} to {most}."));
        return otherwise;
    }

    private IReadOnlyList<string> Names(JsonElement of, string name, IReadOnlyList<string> otherwise, IReadOnlyList<string> known)
    {
        if (!of.TryGetProperty(name, out var list))
        {
            return otherwise;
        }

        var names = Items(list, name).Select((item, n) => (Text: Text(item, $"{name}[{n}]", LongestPhrase), N: n)).ToList();
        foreach (var (text, n) in names.Where(one => one.Text is not null && !known.Contains(one.Text)))
        {
            _problems.Add(new PolicyProblem($"{name}[{n}]", $"is \"{text}\", which is none of: {string.Join(", ", known)}."));
        }

        return [.. names.Select(one => one.Text!).Distinct()];
    }

    private List<ForbiddenPhrases> Forbidden(JsonElement list)
    {
        var items = Items(list, "forbidden");
        if (items.Count > MostForbidden)
        {
            _problems.Add(new PolicyProblem("forbidden", $"has {items.Count} entries; {MostForbidden} are the most."));
        }

        var forbidden = items.Take(MostForbidden).Select((item, n) => One(item, $"forbidden[{n}]")).ToList();
        foreach (var twice in forbidden.Where(one => one.Code.Length > 0).GroupBy(one => one.Code).Where(group => group.Count() > 1))
        {
            _problems.Add(new PolicyProblem("forbidden", $"has the code {twice.Key} more than once."));
        }

        return forbidden;
    }

    private ForbiddenPhrases One(JsonElement item, string path)
    {
        if (!IsObject(item, path, OfForbidden))
        {
            return new ForbiddenPhrases("", "", []);
        }

        var code = Text(Member(item, "code"), $"{path}.code", LongestPhrase) ?? "";
        if (code.Length > 0 && !code.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_'))
        {
            _problems.Add(new PolicyProblem($"{path}.code", "must be small letters, digits and _, such as promises_repairs."));
        }

        string? fact = null;
        if (item.TryGetProperty("unless_fact", out var given) && given.ValueKind is not JsonValueKind.Null && (fact = Text(given, $"{path}.unless_fact", LongestPhrase)) is not null
            && !FactKinds.All.Contains(fact))
        {
            _problems.Add(new PolicyProblem($"{path}.unless_fact", $"is \"{fact}\", which is none of: {string.Join(", ", FactKinds.All)}."));
        }

        return new ForbiddenPhrases(
            code, Text(Member(item, "says"), $"{path}.says", LongestReason) ?? "", Phrases(Member(item, "phrases"), $"{path}.phrases", mayBeEmpty: false), fact);
    }

    /// <summary>Phrases as matching wants them, however they were written: <c>Só Portugueses</c> is <c>so portugueses</c>.</summary>
    private List<string> Phrases(JsonElement? list, string path, bool mayBeEmpty)
    {
        var items = Items(list, path);
        if (items.Count > MostPhrases || (items.Count == 0 && !mayBeEmpty && list is { ValueKind: JsonValueKind.Array }))
        {
            _problems.Add(new PolicyProblem(path, $"must have 1 to {MostPhrases} phrases."));
        }

        var phrases = new List<string>();
        foreach (var (item, n) in items.Take(MostPhrases).Select((item, n) => (item, n)))
        {
            if (Text(item, $"{path}[{n}]", LongestPhrase) is not { } text)
            {
                continue;
            }

            var words = string.Join(' ', new Words.Tokens(text).Words);
            if (words.Length == 0 || text.TrimEnd('*').Contains('*', StringComparison.Ordinal))
            {
                _problems.Add(new PolicyProblem($"{path}[{n}]", "must be words; only at its end may a * stand for any ending."));
                continue;
            }

            phrases.Add(text.EndsWith('*') ? words + "*" : words);
        }

        return phrases;
    }

    private string? Text(JsonElement? value, string path, int longest)
    {
        if (value is { ValueKind: JsonValueKind.String } text && text.GetString()!.Trim() is { Length: > 0 } trimmed && trimmed.Length <= longest && !trimmed.Any(char.IsControl))
        {
            return trimmed;
        }

        _problems.Add(new PolicyProblem(path, value is null ? "is missing." : $"must be a line of 1 to {longest} characters."));
        return null;
    }

    private IReadOnlyList<JsonElement> Items(JsonElement? list, string path)
    {
        if (list is { ValueKind: JsonValueKind.Array } array)
        {
            return [.. array.EnumerateArray()];
        }

        _problems.Add(new PolicyProblem(path, list is null ? "is missing." : "must be a list."));
        return [];
    }

    private bool IsObject(JsonElement given, string path, string[] members)
    {
        if (given.ValueKind is not JsonValueKind.Object)
        {
            _problems.Add(new PolicyProblem(path, path.Length == 0 ? "A policy is an object." : "must be an object."));
            return false;
        }

        foreach (var member in given.EnumerateObject().Where(member => !members.Contains(member.Name)))
        {
            var at = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            _problems.Add(new PolicyProblem(at, $"is not known; there are: {string.Join(", ", members)}."));
        }

        return true;
    }

    private static JsonElement? Member(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value : null;
}
