using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Doorward.Platform.Tests.Identity.Tokens;

/// <summary>An issuer's side: signs whatever it is given, sound or not.</summary>
internal sealed class Signer(string algorithm, string? keyId, Func<byte[], byte[]> sign, JsonObject? jwk = null, string? pem = null)
{
    public const string Secret = "a-secret-of-more-than-thirty-two-bytes!";

    public string Algorithm => algorithm;

    public string? KeyId => keyId;

    public JsonObject Jwk => jwk!.DeepClone().AsObject();

    public string Pem => pem!;

    public static Signer Hs256(string secret = Secret, string? keyId = null) =>
        new("HS256", keyId, data => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), data));

    public static Signer Rs256(string? keyId = "rsa-1", int bits = 2048)
    {
        var rsa = RSA.Create(bits);
        var key = rsa.ExportParameters(false);
        var jwk = new JsonObject { ["kty"] = "RSA", ["n"] = Base64(key.Modulus!), ["e"] = Base64(key.Exponent!), ["use"] = "sig", ["alg"] = "RS256" };
        return new("RS256", keyId, data => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            Named(jwk, keyId), rsa.ExportSubjectPublicKeyInfoPem());
    }

    public static Signer Es256(string? keyId = "ec-1")
    {
        var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = ecdsa.ExportParameters(false);
        var jwk = new JsonObject
        {
            ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64(key.Q.X!), ["y"] = Base64(key.Q.Y!), ["use"] = "sig", ["alg"] = "ES256",
        };
        return new("ES256", keyId, data => ecdsa.SignData(data, HashAlgorithmName.SHA256), Named(jwk, keyId), ecdsa.ExportSubjectPublicKeyInfoPem());
    }

    public static Signer Of(string algorithm) => algorithm switch
    {
        "HS256" => Hs256(),
        "RS256" => Rs256(),
        _ => Es256(),
    };

    public string Sign(JsonObject claims) => SignText(claims.ToJsonString());

    /// <summary>Signs this very payload, and this very header when one is given.</summary>
    public string SignText(string payload, string? header = null) => SignParts(
        Base64(Encoding.UTF8.GetBytes(header ?? HeaderText())), Base64(Encoding.UTF8.GetBytes(payload)));

    public string SignParts(string header, string payload) =>
        $"{header}.{payload}.{Base64(sign(Encoding.UTF8.GetBytes($"{header}.{payload}")))}";

    public string HeaderText(params (string Name, JsonNode? Value)[] more)
    {
        var header = new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT" };
        Named(header, keyId);
        foreach (var (name, value) in more)
        {
            header[name] = value;
        }

        return header.ToJsonString();
    }

    public static string Base64(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static JsonObject Named(JsonObject json, string? keyId)
    {
        if (keyId is not null)
        {
            json["kid"] = keyId;
        }

        return json;
    }
}
