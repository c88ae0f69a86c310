using Doorward.Platform.Http;
using Doorward.Platform.Identity.Tokens;

namespace Doorward.Platform.Identity;

/// <summary>Finds who is behind a bearer token, wherever it came from: a header, the first message of a WebSocket.</summary>
public sealed class BearerCallers(TokenVerifier tokens, CallerDirectory callers, IEnumerable<IBearerSource> sources)
{
    /// <summary>Every refusal of a token that was sent.</summary>
    internal static IReadOnlyList<Refusal> RefusedTokens { get; } = [.. TokenRefusal.OfToken.Select(why => new Refusal(why.Code, 401, why.Message)), KeyScope.Unknown];

    internal static Refusal KeysUnavailable { get; } = new(TokenRefusal.KeysUnavailable.Code, 503, TokenRefusal.KeysUnavailable.Message);

    private readonly IBearerSource[] _sources = [.. sources];

    /// <summary>Checks the token, or the module's own credential, and looks its bearer up.</summary>
    public async ValueTask<Identified> Identify(string token, CancellationToken cancellation)
    {
        if (Source(token) is { } own)
        {
            return await own.Identify(token, cancellation);
        }

        var verified = await Verify(token, cancellation);
        if (verified.Token is null)
        {
            return verified;
        }

        var (caller, refusal) = await callers.Find(verified.Token, cancellation);
        return new Identified(verified.Token, caller, refusal);
    }

    /// <summary>Checks the token alone: who signs in for the first time is nobody's caller yet.</summary>
    public async ValueTask<Identified> Verify(string token, CancellationToken cancellation)
    {
        if (Source(token) is { } own)
        {
            return await own.Identify(token, cancellation);
        }

        var verdict = await tokens.Verify(token, cancellation);
        return verdict.IsVerified
            ? new Identified(verdict.Token, null, null)
            : new Identified(null, null, verdict.Refusal == TokenRefusal.KeysUnavailable
                ? KeysUnavailable
                : new Refusal(verdict.Refusal.Code, 401, verdict.Refusal.Message));
    }

    private IBearerSource? Source(string token) => Array.Find(_sources, source => source.IsOne(token));
}

/// <summary>What is known of whoever sent a token.</summary>
/// <param name="Token">Null when it was refused.</param>
/// <param name="Caller">Null when its bearer belongs to no organization here.</param>
/// <param name="Refusal">Why there is no token, or no caller.</param>
public readonly record struct Identified(VerifiedToken? Token, Caller? Caller, Refusal? Refusal);
