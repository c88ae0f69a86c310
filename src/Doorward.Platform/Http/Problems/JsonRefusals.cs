using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Doorward.Platform.Http;

/// <summary>
/// 400 for what is no JSON; 422 with the field for JSON that does not fit. Usable by whoever reads JSON by hand.
/// </summary>
public static class JsonRefusals
{
    private static readonly string[] Required = ["is required."];

    public static ProblemHttpResult Of(JsonException refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        // the reader's complaint about syntax or depth arrives as the serializer's inner exception
        if (refused.InnerException is JsonException || Causes(refused).Any(cause => cause is DecoderFallbackException))
        {
            return StandardRefusals.MalformedJson.AsProblem();
        }

        if (refused.Message.StartsWith("Duplicate", StringComparison.OrdinalIgnoreCase))
        {
            return (StandardRefusals.MalformedJson with { Sentence = "The body names a member twice." }).AsProblem();
        }

        var errors = Missing(refused.Message) is { Length: > 0 } missing
            ? missing.ToDictionary(name => Within(refused.Path, name), _ => Required, StringComparer.Ordinal)
            : new Dictionary<string, string[]>(StringComparer.Ordinal) { [Within(refused.Path, null)] = [Sentence(refused)] };
        return Problems.Invalid(errors);
    }

    private static string Sentence(JsonException refused) => refused switch
    {
        UnacceptableValueException ours => ours.Sentence,
        { Message: var message } when message.Contains("could not be mapped", StringComparison.Ordinal) => "is no member known here.",
        { Message: var message } when message.Contains("doesn't allow", StringComparison.Ordinal) => "must not be null.",
        _ => "has a value of the wrong kind.",
    };

    /// <summary><c>… was missing required properties including: 'slot_id', 'notes'.</c></summary>
    private static string[] Missing(string message)
    {
        var list = message.IndexOf("including:", StringComparison.Ordinal);
        return list < 0 || !message.Contains("missing required", StringComparison.Ordinal)
            ? []
            : [.. message[list..].Split('\'').Where((_, i) => i % 2 == 1).Distinct(StringComparer.Ordinal)];
    }

    /// <summary><c>$.guests[0].name</c> as <c>guests[0].name</c>. The caller's own words come back, but not a page of them.</summary>
    private static string Within(string? path, string? member)
    {
        var outer = path is { Length: > 1 } ? path[1..].TrimStart('.') : "";
        var name = member is null ? outer : outer.Length == 0 ? member : $"{outer}.{member}";
        return name.Length switch { 0 => "body", > 100 => name[..100], _ => name };
    }

    private static IEnumerable<Exception> Causes(Exception outermost)
    {
        for (Exception? cause = outermost; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
