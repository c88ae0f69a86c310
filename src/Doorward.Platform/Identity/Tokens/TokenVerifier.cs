using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>
/// Checks bearer tokens: compact JWS (RFC 7515) holding a JWT (RFC 7519), by the best current practice (RFC 8725). The unverified
/// <c>iss</c> chooses the issuer; from there everything is checked with that issuer's keys alone.
/// </summary>
public sealed class TokenVerifier
{
    /// <summary>The largest token that is looked at, in bytes.</summary>
    public const int MaximumBytes = 8 * 1024;

    private readonly FrozenDictionary<string, TrustedIssuer> issuers;
    private readonly VerdictCache cache = new();
    private readonly TimeProvider time;

    /// <summary>Trusts the issuers of <paramref name="settings"/>.</summary>
    /// <exception cref="ArgumentException">The settings do not <see cref="TokenSettings.Validate"/>.</exception>
    public TokenVerifier(TokenSettings settings, IHttpClientFactory clients, TimeProvider time, ILogger<TokenVerifier> log)
    {
        this.time = time;
        issuers = TrustedIssuers.Build(settings, clients, time, log);
    }

    /// <summary>Accepts Doorward's own tokens, signed with <paramref name="own"/>'s keys; called again, those replace the ones before.</summary>
    public void Trust(OwnIssuer own) => issuers[OwnIssuer.Name].Keys.Replace(own.VerificationKeys);

    /// <summary>
    /// Checks a token. Never throws for what is in it. Completes at once, without allocating, for a token that was verified before and
    /// whose issuer's keys have not changed since; waits only where the issuer's keys must be fetched.
    /// </summary>
    /// <param name="token">What stood after <c>Bearer</c>, untrimmed.</param>
    /// <param name="cancellation">Gives up waiting for keys; a fetch that others share goes on.</param>
    /// <exception cref="OperationCanceledException">Only while waiting for keys.</exception>
    public ValueTask<TokenVerdict> Verify(string token, CancellationToken cancellation = default)
    {
        if (token.Length > MaximumBytes)
        {
            return new(TokenVerdict.Refused(TokenRefusal.TooLarge));
        }

        Span<byte> text = stackalloc byte[token.Length];
        if (Ascii.FromUtf16(token, text, out _) != OperationStatus.Done)
        {
            return new(TokenVerdict.Refused(TokenRefusal.Malformed));
        }

        var hash = TokenHash.Of(text);
        if (cache.Find(hash) is { } known && known.Issuer.Keys.AreFresh() && known.Issuer.Keys.Ring == known.Ring)
        {
            return new(TokenTimes.HasPassed(known.Token.ExpiresAt, time.GetUtcNow())
                ? TokenVerdict.Refused(TokenRefusal.Expired)
                : TokenVerdict.Verified(known.Token));
        }

        return VerifyNew(text, hash, cancellation);
    }

    private ValueTask<TokenVerdict> VerifyNew(ReadOnlySpan<byte> text, TokenHash hash, CancellationToken cancellation)
    {
        if (CompactToken.Read(text, out var token) is { } refusal)
        {
            return new(TokenVerdict.Refused(refusal));
        }

        if (token!.Claims.Text("iss") is not { } name || !issuers.TryGetValue(name, out var issuer))
        {
            return new(TokenVerdict.Refused(TokenRefusal.UnknownIssuer));
        }

        if (issuer.Keys.AreFresh() && Judge(issuer, token, hash) is var verdict && verdict.Refusal != TokenRefusal.UnknownKey)
        {
            return new(verdict);
        }

        return VerifyAfterRefresh(issuer, token, hash, cancellation);
    }

    private async ValueTask<TokenVerdict> VerifyAfterRefresh(
        TrustedIssuer issuer, CompactToken token, TokenHash hash, CancellationToken cancellation)
    {
        await issuer.Keys.Refresh(cancellation);
        var verdict = Judge(issuer, token, hash);

        return verdict.Refusal == TokenRefusal.UnknownKey && !issuer.Keys.Loaded
            ? TokenVerdict.Refused(TokenRefusal.KeysUnavailable)
            : verdict;
    }

    private TokenVerdict Judge(TrustedIssuer issuer, CompactToken token, TokenHash hash)
    {
        // Read once: what is remembered must name the very keys that it was judged by.
        var ring = issuer.Keys.Ring;
        var verdict = issuer.Judge(token, ring, time.GetUtcNow());
        if (verdict.IsVerified)
        {
            cache.Remember(new KnownToken(hash, verdict.Token, issuer, ring));
        }

        return verdict;
    }
}
