using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Doorward.Tests.Races;

/// <summary>An issuer that is trusted to say who belongs to which organization.</summary>
internal static class VouchingIssuer
{
    private const string Secret = "a secret of this test run, long enough for HS256";

    public static IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["Issuers:0:Issuer"] = "https://vouching.example",
        ["Issuers:0:Audience:0"] = "authenticated",
        ["Issuers:0:Secret"] = Secret,
        ["Issuers:0:OrganizationClaim"] = "organization",
        ["Issuers:0:TrustedForOrganizations:0"] = "*",
    };

    /// <summary>A token of somebody; with an organization, one whom it vouches for.</summary>
    public static string Mint(string subject, string? organization, string email)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var header = Encode(new { alg = "HS256", typ = "JWT" });
        var payload = Encode(new
        {
            iss = "https://vouching.example", aud = "authenticated", sub = subject, iat = now, exp = now + 3600, email, email_verified = true, organization,
        });
        var signed = $"{header}.{payload}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode<T>(T json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}
