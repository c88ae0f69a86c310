using Microsoft.AspNetCore.Http.HttpResults;

namespace Doorward.Platform.Http;

/// <summary>
/// Gathers what is wrong with a request, field by field, so that the caller mends it in one go. Every helper returns the
/// value in its clean form; after a complaint that value means nothing, and <see cref="Any"/> is true.
/// </summary>
public sealed class FieldErrors
{
    private readonly SortedDictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    /// <summary>Every complaint, by field.</summary>
    public IEnumerable<(string Field, string Sentence)> All => _errors.SelectMany(pair => pair.Value, (pair, sentence) => (pair.Key, sentence));

    /// <param name="field">The field as the caller wrote it: snake_case, dots between levels.</param>
    /// <param name="sentence">What follows the field's name: "must be at most 200 characters long."</param>
    public FieldErrors Add(string field, string sentence)
    {
        if (!_errors.TryGetValue(field, out var sentences))
        {
            _errors[field] = sentences = [];
        }

        sentences.Add(sentence);
        return this;
    }

    /// <summary>A required text of one line (a name, an address), trimmed.</summary>
    public string Line(string field, string? value, int longest) => Required(field, value, longest, TextRules.Line);

    /// <summary>A required text of any number of lines, trimmed.</summary>
    public string Prose(string field, string? value, int longest) => Required(field, value, longest, TextRules.Prose);

    /// <summary>One line or nothing; blank becomes null.</summary>
    public string? OptionalLine(string field, string? value, int longest) => Optional(field, value, longest, TextRules.Line);

    /// <summary>Several lines or nothing; blank becomes null.</summary>
    public string? OptionalProse(string field, string? value, int longest) => Optional(field, value, longest, TextRules.Prose);

    /// <summary>A required e-mail address, trimmed, spelt as given: only the comparison ignores case.</summary>
    public string Email(string field, string? value)
    {
        var email = value?.Trim() ?? "";
        if (email.Length == 0)
        {
            Add(field, "is required.");
        }
        else if (!EmailAddress.IsWellFormed(email))
        {
            Add(field, "must be an e-mail address, such as ana@example.com.");
        }

        return email;
    }

    /// <summary>A required id; the empty UUID is none.</summary>
    public Guid Id(string field, Guid? value)
    {
        if (value is null || value == Guid.Empty)
        {
            Add(field, "is required.");
        }

        return value.GetValueOrDefault();
    }

    /// <summary>A required id given as text: the hyphenated form of RFC 9562 section 4.</summary>
    public Guid Id(string field, string? value)
    {
        if (!Guid.TryParseExact(value?.Trim(), "D", out var id))
        {
            Add(field, "must be a UUID.");
        }

        return id;
    }

    /// <summary>A required RFC 3339 time given as text.</summary>
    public DateTimeOffset Time(string field, string? value)
    {
        if (!Rfc3339.TryParse(value, out var time))
        {
            Add(field, Rfc3339.Expectation);
        }

        return time;
    }

    /// <summary>A required time that was read already.</summary>
    public DateTimeOffset Time(string field, DateTimeOffset? value)
    {
        if (value is null)
        {
            Add(field, "is required.");
        }

        return value.GetValueOrDefault();
    }

    /// <summary>The 422 with every complaint in its member <c>errors</c>.</summary>
    public ProblemHttpResult AsProblem() => Problems.Invalid(_errors.ToDictionary(
        pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal));

    private string Required(string field, string? value, int longest, Func<string, int, string?> rule)
    {
        var text = value?.Trim() ?? "";
        if (text.Length == 0)
        {
            Add(field, value is null ? "is required." : "must not be empty.");
        }
        else if (rule(text, longest) is { } complaint)
        {
            Add(field, complaint);
        }

        return text;
    }

    private string? Optional(string field, string? value, int longest, Func<string, int, string?> rule)
    {
        var text = value?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (rule(text, longest) is { } complaint)
        {
            Add(field, complaint);
        }

        return text;
    }
}
