using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Doorward.Platform.Http;

/// <summary>A foreseen no.</summary>
/// <param name="Code">Stable, snake_case, what happened: <c>slot_taken</c>.</param>
/// <param name="Status">The HTTP status, 400–599.</param>
/// <param name="Sentence">For a person to read; says what to do where that is not plain.</param>
public sealed record Refusal(string Code, int Status, string Sentence)
{
    /// <summary>Sent as Retry-After (RFC 9110 section 10.2.3). 429 and 503 always carry one: 1 second unless said otherwise.</summary>
    public int? RetryAfterSeconds { get; init; } =
        Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable ? 1 : null;

    public ProblemHttpResult AsProblem() => TypedResults.Problem(Problems.Details(this));
}
