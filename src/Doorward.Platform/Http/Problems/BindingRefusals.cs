using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Doorward.Platform.Http;

/// <summary>
/// Words for a request that the server or the framework's binding could not read. The framework's messages name CLR
/// types, so nothing of them reaches the caller but the parameter's own name.
/// </summary>
internal static class BindingRefusals
{
    public static ProblemHttpResult Of(BadHttpRequestException unreadable) => unreadable switch
    {
        { StatusCode: 413 or 415 or 408 } => StandardRefusals.Of(unreadable.StatusCode).AsProblem(),
        { InnerException: JsonException json } => JsonRefusals.Of(json),
        _ => OfParameter(unreadable.Message),
    };

    /// <summary>
    /// <c>Failed to bind parameter "Nullable&lt;int&gt; limit" from "abc".</c> or
    /// <c>Required parameter "Guid id" was not provided from query string.</c>
    /// </summary>
    private static ProblemHttpResult OfParameter(string message)
    {
        if (message.Contains("no body was provided", StringComparison.Ordinal)
            || message.EndsWith("was not provided from body.", StringComparison.Ordinal))
        {
            return StandardRefusals.BodyRequired.AsProblem();
        }

        var quoted = message.Split('"');
        var words = quoted.Length >= 3 ? quoted[1].Split(' ') : [];
        if (words.Length < 2 || !words[^1].All(char.IsAsciiLetterOrDigit))
        {
            return StandardRefusals.Malformed.AsProblem();
        }

        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(words[^1]);
        var sentence = message.StartsWith("Required parameter", StringComparison.Ordinal)
            ? $"{name} is required."
            : $"{name} {Expectation(words[^2])}";
        return (StandardRefusals.Malformed with { Sentence = sentence }).AsProblem();
    }

    private static string Expectation(string type) => type.TrimEnd('?') switch
    {
        var t when t.Contains("int", StringComparison.OrdinalIgnoreCase) || t.Contains("long", StringComparison.Ordinal) => "must be a whole number.",
        var t when t.Contains("Guid", StringComparison.Ordinal) => "must be a UUID.",
        var t when t.Contains("bool", StringComparison.OrdinalIgnoreCase) => "must be true or false.",
        var t when t.Contains("Timestamp", StringComparison.Ordinal) || t.Contains("DateTimeOffset", StringComparison.Ordinal) => Rfc3339.Expectation,
        var t when t.Contains("DateOnly", StringComparison.Ordinal) => "must be a date, such as 2026-11-21.",
        _ => "has a value that cannot be used.",
    };
}
