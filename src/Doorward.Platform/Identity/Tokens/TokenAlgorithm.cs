namespace Doorward.Platform.Identity.Tokens;

/// <summary>The signature algorithms that are accepted at all (RFC 7518 section 3.1). <c>none</c> cannot be expressed.</summary>
public enum TokenAlgorithm
{
    /// <summary>HMAC with SHA-256, only ever with a secret from the configuration.</summary>
    HS256,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256, keys of 2048 bits or more.</summary>
    RS256,

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    ES256,
}

internal static class TokenAlgorithms
{
    // Exact names only: Enum.TryParse would also take "hs256", "0" and "HS256, RS256".
    public static TokenAlgorithm? Named(string? name) => name switch
    {
        "HS256" => TokenAlgorithm.HS256,
        "RS256" => TokenAlgorithm.RS256,
        "ES256" => TokenAlgorithm.ES256,
        _ => null,
    };
}
