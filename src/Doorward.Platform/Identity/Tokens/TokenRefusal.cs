namespace Doorward.Platform.Identity.Tokens;

/// <summary>Why a token was refused: a stable code for programs and a sentence for people. Neither ever holds any of the token.</summary>
/// <param name="Code">Stable, snake_case, begins with <c>token_</c>.</param>
/// <param name="Message">One English sentence, safe to send to the caller.</param>
public sealed record TokenRefusal(string Code, string Message)
{
    /// <summary>All that are the token's own fault; <see cref="KeysUnavailable"/> is not.</summary>
    public static IReadOnlyList<TokenRefusal> OfToken =>
    [
        TooLarge, Malformed, WrongType, UnknownCriticalHeader, WrongAlgorithm, UnknownIssuer, UnknownKey, BadSignature, WrongAudience, MissingSubject,
        MissingExpiry, Expired, NotYetValid,
    ];

    /// <summary>More than 8 KiB.</summary>
    public static TokenRefusal TooLarge { get; } = new("token_too_large", "The token is larger than 8 KiB.");

    /// <summary>Not a compact JWS (RFC 7515 section 7.1) around a JSON object, or a registered claim of the wrong type.</summary>
    public static TokenRefusal Malformed { get; } = new("token_malformed", "The token is not a well-formed signed JWT.");

    /// <summary>A <c>typ</c> that is not a sign-in token's (RFC 8725 section 3.11).</summary>
    public static TokenRefusal WrongType { get; } = new("token_wrong_type", "The token is of a type that is not accepted here.");

    /// <summary>Any <c>crit</c> header: no extension is understood here (RFC 7515 section 4.1.11).</summary>
    public static TokenRefusal UnknownCriticalHeader { get; } =
        new("token_critical_header", "The token demands a header extension that is not understood here.");

    /// <summary>An algorithm that this issuer, or the key named, is not pinned to; <c>none</c> above all (RFC 8725 section 3.1).</summary>
    public static TokenRefusal WrongAlgorithm { get; } =
        new("token_wrong_algorithm", "The token is signed with an algorithm that is not accepted from its issuer.");

    /// <summary>An <c>iss</c> that is missing or not configured.</summary>
    public static TokenRefusal UnknownIssuer { get; } = new("token_unknown_issuer", "The token's issuer is not one that is trusted here.");

    /// <summary>A <c>kid</c> that the issuer does not publish, or none where several keys could be meant.</summary>
    public static TokenRefusal UnknownKey { get; } = new("token_unknown_key", "The token is signed with a key that its issuer does not publish.");

    /// <summary>The issuer's keys could not be fetched even once: the token may be good, and trying later may help.</summary>
    public static TokenRefusal KeysUnavailable { get; } =
        new("token_keys_unavailable", "The keys of the token's issuer cannot be fetched at the moment.");

    /// <summary>The signature is not that of the key.</summary>
    public static TokenRefusal BadSignature { get; } = new("token_bad_signature", "The token's signature is not right.");

    /// <summary>An <c>aud</c> that is missing or names none of the configured audiences (RFC 7519 section 4.1.3).</summary>
    public static TokenRefusal WrongAudience { get; } = new("token_wrong_audience", "The token was issued for another audience.");

    /// <summary>No <c>sub</c>, or one that cannot name a person: empty, over 255 characters, or with control characters.</summary>
    public static TokenRefusal MissingSubject { get; } = new("token_missing_subject", "The token does not say whom it is about.");

    /// <summary>No <c>exp</c>: a token that lives for ever is not accepted.</summary>
    public static TokenRefusal MissingExpiry { get; } = new("token_missing_expiry", "The token does not say when it expires.");

    /// <summary>At or past <c>exp</c> plus the leeway of 60 seconds.</summary>
    public static TokenRefusal Expired { get; } = new("token_expired", "The token has expired.");

    /// <summary>Before <c>nbf</c> minus the leeway of 60 seconds.</summary>
    public static TokenRefusal NotYetValid { get; } = new("token_not_yet_valid", "The token is not valid yet.");
}
