using System.Collections.Frozen;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>Builds the issuers from their settings: the one place where an algorithm is pinned to where a key came from.</summary>
internal static class TrustedIssuers
{
    public static FrozenDictionary<string, TrustedIssuer> Build(
        TokenSettings settings, IHttpClientFactory clients, TimeProvider time, ILogger log)
    {
        if (settings.Validate() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(settings));
        }

        return settings.Issuers.Select(issuer => Build(issuer.WithPreset(), clients, time, log))
            .Append(Own(time, log))
            .ToFrozenDictionary(issuer => issuer.Name, StringComparer.Ordinal);
    }

    private static TrustedIssuer Build(IssuerSettings issuer, IHttpClientFactory clients, TimeProvider time, ILogger log)
    {
        var given = new List<VerificationKey>();
        if (issuer.Secret is { } secret)
        {
            given.Add(new HmacKey(Encoding.UTF8.GetBytes(secret), issuer.KeyId) { AnswersToAnyKeyId = issuer.KeyId is null });
        }

        if (issuer.PublicKey is { } pem && PublicKeyPem.TryRead(pem, issuer.KeyId, out _) is { } key)
        {
            given.Add(key);
        }

        var source = issuer.FetchesKeys ? new KeyFetch(clients, issuer, time) : null;
        return new TrustedIssuer(issuer, Algorithms(issuer, given), new IssuerKeys(given, source, issuer, time, log));
    }

    private static HashSet<TokenAlgorithm> Algorithms(IssuerSettings issuer, IEnumerable<VerificationKey> given)
    {
        var possible = given.Select(key => key.Algorithm).ToHashSet();
        if (issuer.FetchesKeys)
        {
            possible.UnionWith([TokenAlgorithm.RS256, TokenAlgorithm.ES256]);
        }

        if (issuer.Algorithms.Count > 0)
        {
            possible.IntersectWith(issuer.Algorithms.Select(TokenAlgorithms.Named).OfType<TokenAlgorithm>());
        }

        return possible;
    }

    // Its keys come later, out of the database; until then its tokens are signed with an unknown key.
    private static TrustedIssuer Own(TimeProvider time, ILogger log)
    {
        var own = new IssuerSettings
        {
            Issuer = OwnIssuer.Name,
            Audience = [OwnIssuer.Name],
            OrganizationClaim = "organization",
            RoleClaim = "role",
            TrustedForOrganizations = ["*"],
        };
        return new TrustedIssuer(own, [TokenAlgorithm.ES256], new IssuerKeys([], null, own, time, log));
    }
}
