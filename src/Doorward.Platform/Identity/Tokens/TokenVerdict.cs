using System.Diagnostics.CodeAnalysis;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>Either a verified token or the reason why not. A value, so that a cached verdict costs no allocation.</summary>
public readonly record struct TokenVerdict
{
    private TokenVerdict(VerifiedToken? token, TokenRefusal? refusal) => (Token, this.refusal) = (token, refusal);

    private readonly TokenRefusal? refusal;

    /// <summary>Whether <see cref="Token"/> may be relied on.</summary>
    [MemberNotNullWhen(true, nameof(Token))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsVerified => Token is not null;

    /// <summary>The token's content; null when it was refused.</summary>
    public VerifiedToken? Token { get; }

    // A default(TokenVerdict) must never read as "neither refused": it is a refusal too.
    /// <summary>Why the token was refused; null when it was not.</summary>
    public TokenRefusal? Refusal => Token is null ? refusal ?? TokenRefusal.Malformed : null;

    /// <summary>A verdict that lets the bearer in.</summary>
    public static TokenVerdict Verified(VerifiedToken token) => new(token, null);

    /// <summary>A verdict that does not.</summary>
    public static TokenVerdict Refused(TokenRefusal refusal) => new(null, refusal);
}
