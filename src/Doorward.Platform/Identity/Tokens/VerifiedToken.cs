namespace Doorward.Platform.Identity.Tokens;

/// <summary>What a token says about its bearer, after its signature, issuer, audience and times were checked.</summary>
/// <param name="Issuer">The <c>iss</c> claim: one of the configured issuers, exactly as configured.</param>
/// <param name="Subject">The <c>sub</c> claim: the person within that issuer, 1–255 characters without control characters.</param>
/// <param name="Email">The <c>email</c> claim, if there is one.</param>
/// <param name="EmailVerified">Whether the issuer vouches that the address is the bearer's. Only then may it link a person.</param>
/// <param name="Name">A name to show, never to decide by: people choose it themselves.</param>
/// <param name="Organization">Slug or id of an organization, only when the issuer is configured as trusted to vouch for it.</param>
/// <param name="Role">The role within <paramref name="Organization"/>; null whenever that is.</param>
/// <param name="ExpiresAt">The <c>exp</c> claim, without the leeway.</param>
public sealed record VerifiedToken(
    string Issuer,
    string Subject,
    string? Email,
    bool EmailVerified,
    string? Name,
    string? Organization,
    string? Role,
    DateTimeOffset ExpiresAt)
{
    /// <summary>The <c>picture</c> claim of OpenID Connect, if there is one: an address to show, never to fetch from here.</summary>
    public string? Picture { get; init; }
}
