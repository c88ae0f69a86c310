using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>Doorward as an issuer of its own tokens: ES256, issuer and audience <c>doorward</c>.</summary>
public sealed class OwnIssuer
{
    /// <summary>Both <c>iss</c> and <c>aud</c> of its tokens.</summary>
    public const string Name = "doorward";

    private readonly OwnSigningKey signing;
    private readonly OwnSigningKey[] all;
    private readonly TimeProvider time;

    /// <summary>Signs with <paramref name="signing"/>; tokens of the <paramref name="retired"/> keys are still accepted.</summary>
    public OwnIssuer(OwnSigningKey signing, TimeProvider time, params IReadOnlyList<OwnSigningKey> retired)
    {
        (this.signing, this.time) = (signing, time);
        all = [.. retired.Prepend(signing).DistinctBy(key => key.KeyId)];
        Jwks = WriteJwks();
    }

    /// <summary>The public keys as a JWK Set (RFC 7517 section 5), for <c>/.well-known/jwks.json</c>.</summary>
    public string Jwks { get; }

    internal IReadOnlyList<VerificationKey> VerificationKeys => [.. all.Select(key => key.Public)];

    /// <summary>Signs a token that is good from now on for <paramref name="lifetime"/>, to the second.</summary>
    public string Mint(OwnTokenClaims claims, TimeSpan lifetime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lifetime, TimeSpan.FromSeconds(1));

        var now = time.GetUtcNow();
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT", ["kid"] = signing.KeyId };
        var payload = new JsonObject
        {
            ["iss"] = Name,
            ["aud"] = Name,
            ["sub"] = claims.Subject,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
            ["jti"] = Guid.CreateVersion7(now).ToString(),
        };
        Add(payload, "email", claims.Email);
        if (claims.Email is not null)
        {
            payload["email_verified"] = claims.EmailVerified;
        }

        Add(payload, "name", claims.Name);
        Add(payload, "organization", claims.Organization);
        Add(payload, "role", claims.Role);

        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(signing.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static void Add(JsonObject payload, string name, string? value)
    {
        if (value is not null)
        {
            payload[name] = value;
        }
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));

    private string WriteJwks() => new JsonObject
    {
        ["keys"] = new JsonArray([.. all.Select(key => (JsonNode)new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = key.X,
            ["y"] = key.Y,
            ["kid"] = key.KeyId,
            ["use"] = "sig",
            ["alg"] = "ES256",
        })]),
    }.ToJsonString();
}
