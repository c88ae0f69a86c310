namespace Doorward.Platform.Identity.Tokens;

/// <summary>What Doorward's own issuer says about a person.</summary>
/// <param name="Subject">The person: 1–255 characters without control characters, or the token will be refused.</param>
/// <param name="Email">An address, if one is known.</param>
/// <param name="EmailVerified">Whether it is proven; left out of the token without an address.</param>
/// <param name="Name">A name to show.</param>
/// <param name="Organization">Slug or id of the organization that the token is for.</param>
/// <param name="Role">The role in it.</param>
public sealed record OwnTokenClaims(
    string Subject,
    string? Email = null,
    bool EmailVerified = false,
    string? Name = null,
    string? Organization = null,
    string? Role = null);
