using System.Security.Cryptography;
using System.Text.Json;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>A JWK Set (RFC 7517 section 5), of which the keys that may verify our tokens are taken and all others passed over.</summary>
internal static class Jwks
{
    // No issuer rotates through more; the rest of a longer list is passed over.
    private const int MaximumKeys = 64;

    /// <summary>The usable keys; null when this is no JWK Set at all.</summary>
    public static IReadOnlyList<VerificationKey>? Read(ReadOnlySpan<byte> json)
    {
        if (!StrictJson.TryReadObject(json, out var set)
            || !set.TryGetProperty("keys", out var keys)
            || keys.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        return [.. keys.EnumerateArray().Take(MaximumKeys).Select(Key).OfType<VerificationKey>()];
    }

    // "oct" is missing on purpose: a secret that is published is none, and HS256 with a public key is the oldest attack there is.
    private static VerificationKey? Key(JsonElement jwk) => jwk.ValueKind != JsonValueKind.Object || !IsForVerifying(jwk) ? null
        : jwk.Text("kty") switch
        {
            "RSA" when IsFor("RS256", jwk) => Rsa(jwk),
            "EC" when IsFor("ES256", jwk) && jwk.Text("crv") == "P-256" => Elliptic(jwk),
            _ => null,
        };

    private static bool IsForVerifying(JsonElement jwk) =>
        (!jwk.TryGetProperty("use", out _) || jwk.Text("use") == "sig")
        && (!jwk.TryGetProperty("key_ops", out var uses) || Includes(uses, "verify"))
        && (!jwk.TryGetProperty("kid", out var id) || id.ValueKind == JsonValueKind.String)
        // Whoever publishes the private half has lost the key.
        && !jwk.TryGetProperty("d", out _);

    private static bool Includes(JsonElement uses, string use) =>
        uses.ValueKind == JsonValueKind.Array
        && uses.EnumerateArray().Any(u => u.ValueKind == JsonValueKind.String && u.GetString() == use);

    private static bool IsFor(string algorithm, JsonElement jwk) => !jwk.TryGetProperty("alg", out _) || jwk.Text("alg") == algorithm;

    private static RsaKey? Rsa(JsonElement jwk) =>
        Base64UrlText.TryDecode(jwk.Text("n"), out var modulus) && Base64UrlText.TryDecode(jwk.Text("e"), out var exponent)
            ? RsaKey.TryCreate(new RSAParameters { Modulus = modulus, Exponent = exponent }, jwk.Text("kid"), anyKeyId: false, out _)
            : null;

    private static EllipticKey? Elliptic(JsonElement jwk) =>
        Base64UrlText.TryDecode(jwk.Text("x"), out var x) && Base64UrlText.TryDecode(jwk.Text("y"), out var y)
            ? EllipticKey.TryCreate(new ECPoint { X = x, Y = y }, jwk.Text("kid"), anyKeyId: false, out _)
            : null;
}
