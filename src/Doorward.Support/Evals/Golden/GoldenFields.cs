using System.Text.Json;

namespace Doorward.Support.Evals.Golden;

/// <summary>The members of an object in a golden set, read one by one; what is wrong with them is said in sentences.</summary>
internal sealed class GoldenFields(string within, JsonElement read, Action<string> wrong)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Whether the member is there.</summary>
    public bool Takes(string name)
    {
        _known.Add(name);
        return read.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null;
    }

    /// <summary>A text, trimmed; null where it is absent, or was complained of.</summary>
    public string? Text(string name, int longest)
    {
        if (!Takes(name))
        {
            return null;
        }

        if (Usable(read.GetProperty(name), longest) is { } text)
        {
            return text;
        }

        wrong($"{within}{name} is a text of 1 to {longest} characters.");
        return null;
    }

    public string? OneOf(string name, IReadOnlyList<string> words)
    {
        if (!Takes(name))
        {
            return null;
        }

        if (Usable(read.GetProperty(name), GoldenLimits.Phrase) is { } word && words.Contains(word))
        {
            return word;
        }

        wrong($"{within}{name} is one of {string.Join(", ", words)}.");
        return null;
    }

    public IReadOnlyList<string> Texts(string name)
    {
        if (!Takes(name))
        {
            return [];
        }

        var list = read.GetProperty(name);
        var texts = list.ValueKind is JsonValueKind.Array ? list.EnumerateArray().Select(one => Usable(one, GoldenLimits.Phrase)).ToList() : [null];
        if (texts.Count is > 0 and <= GoldenLimits.Phrases && texts.All(text => text is not null))
        {
            return texts!;
        }

        wrong($"{within}{name} is a list of 1 to {GoldenLimits.Phrases} texts, of at most {GoldenLimits.Phrase} characters each.");
        return [];
    }

    /// <summary>Null where it is absent, or was complained of.</summary>
    public GoldenFields? Object(string name)
    {
        if (!Takes(name))
        {
            return null;
        }

        if (read.GetProperty(name) is { ValueKind: JsonValueKind.Object } inner)
        {
            return new GoldenFields($"{name}.", inner, wrong);
        }

        wrong($"{within}{name} is an object in braces.");
        return null;
    }

    /// <summary>Complains of members that were not asked for: a misspelt one would silently expect nothing.</summary>
    public void NothingElse()
    {
        foreach (var member in read.EnumerateObject().Where(member => !_known.Contains(member.Name)))
        {
            wrong($"{within}{member.Name} is not known here; there are {string.Join(", ", _known)}.");
        }
    }

    private static string? Usable(JsonElement value, int longest) =>
        value.ValueKind is JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text && text.Length <= longest && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : null;
}
