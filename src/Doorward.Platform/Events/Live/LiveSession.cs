using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;

namespace Doorward.Platform.Events.Live;

/// <summary>Why a live edge ends by itself.</summary>
public enum LiveEnd
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>The token that opened it has expired: come back with a new one.</summary>
    TokenExpired,

    /// <summary>The person may no longer do what they might when it was opened.</summary>
    RightsWithdrawn,
}

/// <summary>
/// What an open stream or socket stands on: a person's rights, as of its opening. <see cref="LiveSessions"/> ends it when they are withdrawn or
/// the token expires; dispose of it when the client leaves.
/// </summary>
public sealed class LiveSession : IDisposable
{
    private readonly LiveSessions _all;
    private readonly CancellationTokenSource _ended = new();

    internal LiveSession(LiveSessions all, (Caller, VerifiedToken)? owner, DateTimeOffset expiresAt, long checkedAt)
    {
        (_all, Owner, ExpiresAt, CheckedAt) = (all, owner, expiresAt, checkedAt);
        Ended = _ended.Token;
    }

    /// <summary>Whose it is, for one that was opened with a token.</summary>
    public Caller Caller => Owner!.Value.Caller;

    /// <summary>What the token said.</summary>
    public VerifiedToken Token => Owner!.Value.Token;

    /// <summary>Cancelled when it must end; <see cref="Why"/> is set by then.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Why it ended.</summary>
    public LiveEnd Why { get; private set; }

    /// <summary>Null for one that ends by its time alone.</summary>
    internal (Caller Caller, VerifiedToken Token)? Owner { get; }

    internal DateTimeOffset ExpiresAt { get; }

    internal long CheckedAt { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _all.Close(this);
        _ended.Dispose();
    }

    internal void End(LiveEnd why)
    {
        Why = why;
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The client was faster.
        }
    }
}
