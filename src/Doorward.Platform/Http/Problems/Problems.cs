using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Doorward.Platform.Http;

/// <summary>
/// Answers that say no, as RFC 9457 <c>application/problem+json</c>: <c>type</c> (urn:doorward:problem:CODE, stable),
/// <c>title</c>, <c>status</c>, <c>detail</c>, <c>instance</c> (the request's path), <c>code</c>, <c>trace_id</c>,
/// <c>error</c> (the detail again, which older clients read) and for 422 <c>errors</c> (field → sentences).
/// </summary>
public static class Problems
{
    public const string ContentType = "application/problem+json";

    private const string TypeBase = "urn:doorward:problem:";

    /// <summary>422: well-formed, but these fields cannot be accepted.</summary>
    public static ProblemHttpResult Invalid(IReadOnlyDictionary<string, string[]> errors) => TypedResults.Problem(InvalidDetails(errors));

    internal static ProblemDetails InvalidDetails(IReadOnlyDictionary<string, string[]> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var (field, sentences) = errors.Count > 0 ? errors.First() : new("body", ["cannot be accepted."]);
        var sentence = errors.Count > 1 ? $"{errors.Count} fields cannot be accepted: {string.Join(", ", errors.Keys)}." : $"{field} {sentences[0]}";
        var problem = Details(StandardRefusals.Invalid with { Sentence = sentence });
        problem.Extensions["errors"] = errors;
        return problem;
    }

    internal static ProblemDetails Details(Refusal refusal)
    {
        var problem = new ProblemDetails
        {
            Type = TypeBase + refusal.Code,
            Title = TitleOf(refusal.Code),
            Status = refusal.Status,
            Detail = refusal.Sentence,
        };
        problem.Extensions["code"] = refusal.Code;
        if (refusal.RetryAfterSeconds is { } seconds)
        {
            problem.Extensions["retry_after_seconds"] = seconds;
        }

        return problem;
    }

    /// <summary>RFC 9457 section 3.1.3: the title of a type never changes, so it is made of the code: "Slot taken".</summary>
    private static string TitleOf(string code) => string.Create(code.Length, code, static (title, code) =>
    {
        code.AsSpan().Replace(title, '_', ' ');
        title[0] = char.ToUpperInvariant(title[0]);
    });
}
