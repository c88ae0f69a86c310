using System.Text.Json;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>An issuer at work: its keys, and what is believed when it has signed it.</summary>
internal sealed class TrustedIssuer(IssuerSettings settings, IReadOnlyCollection<TokenAlgorithm> algorithms, IssuerKeys keys)
{
    private const int LongestSubject = 255; // OpenID Connect Core, section 2

    private readonly HashSet<string> audiences = new(settings.Audience, StringComparer.Ordinal);
    private readonly HashSet<string> vouchesFor = new(settings.TrustedForOrganizations, StringComparer.Ordinal);
    private readonly ClaimPath subject = new("sub");
    private readonly ClaimPath email = new("email");
    private readonly ClaimPath emailVerified = new(settings.EmailVerifiedClaim);
    private readonly ClaimPath name = new(settings.NameClaim);
    private readonly ClaimPath? organization = settings.OrganizationClaim is { } path ? new(path) : null;
    private readonly ClaimPath? role = settings.RoleClaim is { } path ? new(path) : null;

    public string Name => settings.Issuer;

    public IssuerKeys Keys => keys;

    /// <summary>Checks everything about a token of this issuer with this issuer's keys in <paramref name="ring"/>.</summary>
    public TokenVerdict Judge(CompactToken token, KeyRing ring, DateTimeOffset now)
    {
        if (!algorithms.Contains(token.Algorithm))
        {
            return TokenVerdict.Refused(TokenRefusal.WrongAlgorithm);
        }

        if (ring.Find(token.Algorithm, token.KeyId, out var key) is { } noKey)
        {
            return TokenVerdict.Refused(noKey);
        }

        // Nothing is said about the claims of a token that anyone could have written.
        return key!.Verifies(token.Signed, token.Signature)
            ? Read(token.Claims, now)
            : TokenVerdict.Refused(TokenRefusal.BadSignature);
    }

    private TokenVerdict Read(JsonElement claims, DateTimeOffset now)
    {
        var times = TokenTimes.Check(claims, now, out var expires);
        if ((CheckAudience(claims) ?? times) is { } refusal)
        {
            return TokenVerdict.Refused(refusal);
        }

        if (subject.Text(claims) is not { Length: <= LongestSubject } person)
        {
            return TokenVerdict.Refused(TokenRefusal.MissingSubject);
        }

        var address = email.Text(claims);
        var member = Vouched(organization?.Text(claims));
        return TokenVerdict.Verified(new VerifiedToken(
            Name,
            person,
            address,
            address is not null && (settings.TreatEmailAsVerified || emailVerified.IsTrue(claims)),
            name.Text(claims),
            member,
            member is null ? null : role?.Text(claims),
            expires)
        {
            Picture = claims.Text("picture"),
        });
    }

    private string? Vouched(string? claimed) =>
        claimed is not null && (vouchesFor.Contains("*") || vouchesFor.Contains(claimed)) ? claimed : null;

    // RFC 7519 section 4.1.3: one text, or a list of texts of which one must be ours.
    private TokenRefusal? CheckAudience(JsonElement claims)
    {
        if (!claims.TryGetProperty("aud", out var aud))
        {
            return TokenRefusal.WrongAudience;
        }

        var named = aud.ValueKind == JsonValueKind.Array ? [.. aud.EnumerateArray()] : new[] { aud };
        return named.Any(a => a.ValueKind != JsonValueKind.String) ? TokenRefusal.Malformed
            : named.Any(a => audiences.Contains(a.GetString()!)) ? null
            : TokenRefusal.WrongAudience;
    }
}
