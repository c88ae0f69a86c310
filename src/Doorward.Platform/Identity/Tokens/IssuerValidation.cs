using System.Text;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>What is wrong with one issuer's settings (presets applied), each with its remedy.</summary>
internal sealed class IssuerValidation(IssuerSettings issuer, int place)
{
    public IEnumerable<string> Problems() => [.. Preset(), .. Names(), .. Keys(), .. Addresses(), .. Algorithms(), .. Claims()];

    private IEnumerable<string> Preset()
    {
        switch (issuer.Preset?.ToLowerInvariant())
        {
            case "supabase" when issuer.ProjectUrl is null:
                yield return Say("ProjectUrl", "the preset supabase needs it. Set it to https://YOUR-PROJECT.supabase.co.");
                break;
            case "firebase" when issuer.ProjectId is null:
                yield return Say("ProjectId", "the preset firebase needs it. Set it to the project's id, as in the Firebase console.");
                break;
            case { } other when !IssuerPresets.Names.Contains(other):
                yield return Say("Preset", $"is not known. Use {string.Join(" or ", IssuerPresets.Names)}, or leave it out.");
                break;
            default:
                break;
        }
    }

    private IEnumerable<string> Names()
    {
        if (issuer.Issuer.Length == 0)
        {
            yield return Say("Issuer", "is missing. Set it to the exact \"iss\" of the issuer's tokens.");
        }

        if (issuer.Issuer == OwnIssuer.Name)
        {
            yield return Say("Issuer", $"\"{OwnIssuer.Name}\" is Doorward's own issuer. Remove this entry, or name the other issuer.");
        }

        if (issuer.Audience.Count == 0)
        {
            yield return Say("Audience", "is missing. Set it to the \"aud\" that the issuer's tokens for you carry.");
        }
    }

    private IEnumerable<string> Keys()
    {
        if (issuer.Secret is { } secret && Encoding.UTF8.GetByteCount(secret) < HmacKey.MinimumBytes)
        {
            yield return Say("Secret", $"is shorter than {HmacKey.MinimumBytes} bytes and could be guessed. Use the issuer's full secret.");
        }

        if (issuer.PublicKey is { } pem && PublicKeyPem.TryRead(pem, issuer.KeyId, out var problem) is null)
        {
            yield return Say("PublicKey", $"{problem}. Give the issuer's public key: RSA of 2048 bits or more, or P-256, as PEM.");
        }
    }

    private IEnumerable<string> Addresses()
    {
        if (issuer.JwksUrl is { } address && !IsFetchable(address))
        {
            yield return Say("JwksUrl", "is not an https address. Use https, http on this machine only, or set AllowHttp if you must.");
        }

        if (issuer.FetchesKeys && issuer.JwksUrl is null && issuer.Issuer.Length > 0 && !IsFetchable(issuer.Issuer))
        {
            yield return Say("JwksUrl", "there is no key, and the issuer is no https address to discover one at. "
                + "Set one of JwksUrl, PublicKey or Secret.");
        }
    }

    private IEnumerable<string> Algorithms()
    {
        foreach (var name in issuer.Algorithms)
        {
            if (TokenAlgorithms.Named(name) is not { } algorithm)
            {
                yield return Say("Algorithms", $"\"{name}\" is not accepted. Use HS256, RS256 or ES256.");
            }
            else if (algorithm == TokenAlgorithm.HS256 ? issuer.Secret is null : !issuer.FetchesKeys && issuer.PublicKey is null)
            {
                yield return Say("Algorithms", algorithm == TokenAlgorithm.HS256
                    ? "HS256 needs a secret. Set Secret, or leave HS256 out."
                    : $"{name} needs a public key. Set PublicKey or JwksUrl, or leave {name} out.");
            }
        }
    }

    private IEnumerable<string> Claims()
    {
        if (issuer.OrganizationClaim is null != (issuer.TrustedForOrganizations.Count == 0))
        {
            yield return issuer.OrganizationClaim is null
                ? Say("OrganizationClaim", "is missing. Name the claim that holds the organization, or remove TrustedForOrganizations.")
                : Say("TrustedForOrganizations", "is missing. List the organizations this issuer may vouch for, or * for every one.");
        }

        if (issuer.RoleClaim is not null && issuer.OrganizationClaim is null)
        {
            yield return Say("RoleClaim", "a role means nothing without an organization. Set OrganizationClaim too, or remove RoleClaim.");
        }

        // Supabase lets every person write his own user_metadata: an organization or a role from there is anyone's for the taking.
        foreach (var (name, path) in new[]
                 {
                     ("OrganizationClaim", issuer.OrganizationClaim),
                     ("RoleClaim", issuer.RoleClaim),
                     ("EmailVerifiedClaim", issuer.EmailVerifiedClaim),
                 })
        {
            if (path is "user_metadata" || path?.StartsWith("user_metadata.", StringComparison.Ordinal) == true)
            {
                yield return Say(name, "people can change their own user_metadata. Use a claim that only the issuer writes, "
                    + "such as one under app_metadata.");
            }
        }
    }

    private bool IsFetchable(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && IssuerSettings.MayFetch(url, issuer.AllowHttp) && url.UserInfo.Length == 0;

    private string Say(string name, string problem) => $"{SettingName.Of(place, name)}: {problem}";
}
