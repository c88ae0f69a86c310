using System.Text.Json;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>A token taken apart, nothing of it verified yet.</summary>
/// <param name="Algorithm">What the header claims; believed only where it agrees with the key.</param>
/// <param name="KeyId">The <c>kid</c> header, if any.</param>
/// <param name="Claims">The payload, a JSON object.</param>
/// <param name="Signed">The bytes that the signature is over: header, dot, payload.</param>
/// <param name="Signature">The signature's bytes.</param>
internal sealed record CompactToken(TokenAlgorithm Algorithm, string? KeyId, JsonElement Claims, byte[] Signed, byte[] Signature)
{
    /// <summary>Compact serialization, RFC 7515 section 7.1.</summary>
    /// <returns>Null when <paramref name="token"/> was read, otherwise why not.</returns>
    public static TokenRefusal? Read(ReadOnlySpan<byte> text, out CompactToken? token)
    {
        token = null;
        var firstDot = text.IndexOf((byte)'.');
        var lastDot = text.LastIndexOf((byte)'.');
        // Three parts are signed tokens; four dots would be an encrypted one, and a middle dot fails as base64url.
        if (firstDot <= 0 || lastDot == firstDot)
        {
            return TokenRefusal.Malformed;
        }

        if (!Base64UrlText.TryDecode(text[..firstDot], out var headerBytes)
            || !Base64UrlText.TryDecode(text[(firstDot + 1)..lastDot], out var payloadBytes)
            || !Base64UrlText.TryDecode(text[(lastDot + 1)..], out var signature)
            || !StrictJson.TryReadObject(headerBytes, out var header)
            || !StrictJson.TryReadObject(payloadBytes, out var claims))
        {
            return TokenRefusal.Malformed;
        }

        if (RefuseHeader(header, out var algorithm) is { } refusal)
        {
            return refusal;
        }

        token = new(algorithm, header.Text("kid"), claims, text[..lastDot].ToArray(), signature);
        return null;
    }

    // Headers that bring their own key (jwk, jku, x5c, x5u) are not looked at: a key comes from the configuration or not at all.
    private static TokenRefusal? RefuseHeader(JsonElement header, out TokenAlgorithm algorithm)
    {
        algorithm = default;
        if (!HasTextOrNothing(header, "kid") || !HasTextOrNothing(header, "typ") || header.Text("alg") is not { } alg)
        {
            return TokenRefusal.Malformed;
        }

        if (header.TryGetProperty("crit", out _))
        {
            return TokenRefusal.UnknownCriticalHeader;
        }

        if (header.Text("typ") is { } type && !IsSignInToken(type))
        {
            return TokenRefusal.WrongType;
        }

        if (TokenAlgorithms.Named(alg) is not { } named)
        {
            return TokenRefusal.WrongAlgorithm;
        }

        algorithm = named;
        return null;
    }

    // The same key may sign other kinds of JWT (logout+jwt, secevent+jwt, dpop+jwt …): one must not pass for the other.
    private static bool IsSignInToken(string type)
    {
        const string prefix = "application/";
        var name = type.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? type.AsSpan(prefix.Length) : type;
        return name.Equals("jwt", StringComparison.OrdinalIgnoreCase) || name.Equals("at+jwt", StringComparison.OrdinalIgnoreCase);
    }

    private static bool HasTextOrNothing(JsonElement header, string name) =>
        !header.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.String;
}
