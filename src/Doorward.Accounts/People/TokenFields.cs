using Doorward.Platform.Http;
using Doorward.Platform.Identity.Tokens;

namespace Doorward.Accounts.People;

/// <summary>
/// What a token tells of its bearer, as far as it may be kept: an issuer lets people choose their own name, with line ends in it if they like.
/// </summary>
internal static class TokenFields
{
    private const int LongestUrl = 2048;

    public static string? Name(VerifiedToken token) =>
        token.Name?.Trim() is { Length: > 0 } name && TextRules.Line(name, Profile.LongestName) is null ? name : null;

    public static string? VerifiedEmail(VerifiedToken token) =>
        token is { EmailVerified: true, Email: { } email } && EmailAddress.IsWellFormed(email) ? email : null;

    /// <summary>Only shown, never fetched.</summary>
    public static string? Photo(VerifiedToken token) =>
        token.Picture is { Length: <= LongestUrl } text && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps ? url.AbsoluteUri : null;
}
