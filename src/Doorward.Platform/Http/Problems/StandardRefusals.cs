namespace Doorward.Platform.Http;

/// <summary>The refusals that every route can give; the words of a route's own are with the route.</summary>
public static class StandardRefusals
{
    public static Refusal Malformed { get; } = new("malformed_request", 400, "The request cannot be understood.");

    public static Refusal MalformedJson { get; } = new("malformed_json", 400, "The body is no valid JSON in UTF-8.");

    public static Refusal BodyRequired { get; } = new("body_required", 400, "A JSON body is required.");

    public static Refusal NotSignedIn { get; } = new("not_signed_in", 401, "Sign in, or send a bearer token or an API key.");

    public static Refusal NotAllowed { get; } = new("not_allowed", 403, "You are signed in, but may not do this.");

    /// <summary>Also for what belongs to another organization: the difference is not the caller's to know.</summary>
    public static Refusal NotFound { get; } = new("not_found", 404, "There is no such thing here.");

    public static Refusal MethodNotAllowed { get; } = new("method_not_allowed", 405, "This address does not answer that method; Allow says which.");

    public static Refusal Slow { get; } = new("request_timeout", 408, "The request arrived too slowly.");

    public static Refusal BodyTooLarge { get; } = new("body_too_large", 413, "The body is larger than this address accepts.");

    public static Refusal UnsupportedMediaType { get; } = new("unsupported_media_type", 415, "Send the body as application/json, in UTF-8.");

    /// <summary>Fields that cannot be accepted; <see cref="FieldErrors"/> puts their names and its own sentence in its place.</summary>
    public static Refusal Invalid { get; } = new("invalid", 422, "Some fields cannot be accepted.");

    public static Refusal TooManyRequests { get; } = new("too_many_requests", 429, "Too many requests. Wait as long as Retry-After says.");

    public static Refusal Broken { get; } = new("internal_error", 500, "Something went wrong on our side. The trace_id finds it in the log.");

    public static Refusal Overloaded { get; } = new("overloaded", 503, "The server is busy. Try again as Retry-After says.");

    public static Refusal TookTooLong { get; } = new("took_too_long", 503, "The answer took too long and was given up. It is safe to try again with the same Idempotency-Key.");

    /// <summary>The rest of a body that was still on its way is no longer waited for.</summary>
    public static Refusal Stopping { get; } =
        new("stopping", 503, "The server is being stopped and no longer waits for the rest of the request. Try again in a moment, with the same Idempotency-Key.");

    public static Refusal DatabaseUnavailable { get; } =
        new("database_unavailable", 503, "The database cannot be reached; nothing was done. Try again in a moment.");

    /// <summary>What a bare status means when nobody gave it words.</summary>
    internal static Refusal Of(int status) => status switch
    {
        400 => Malformed,
        401 => NotSignedIn,
        403 => NotAllowed,
        404 => NotFound,
        405 => MethodNotAllowed,
        408 => Slow,
        413 => BodyTooLarge,
        415 => UnsupportedMediaType,
        429 => TooManyRequests,
        500 => Broken,
        503 => Overloaded,
        _ => new Refusal($"http_{status}", status, "The request was refused."),
    };
}
