using Doorward.Platform.Events.Live;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;

namespace Doorward.Platform.Live.Sockets;

/// <summary>Makes a connection somebody's: by a token, or by whom the request was found to come from.</summary>
internal sealed class LiveSignIn(
    TokenVerifier tokens, CallerDirectory callers, EventAudience audience, LiveSessions sessions, LiveSockets sockets, LogReader log)
{
    /// <summary>With a token from the sub-protocol, the query or an envelope. Not null: why not, and how the socket ends if it has no other owner.</summary>
    public async ValueTask<(Refusal Refusal, LiveClose Close)?> With(string token, LiveConnection connection, CancellationToken cancellation)
    {
        var verdict = await tokens.Verify(token, cancellation);
        if (!verdict.IsVerified)
        {
            var refusal = new Refusal(verdict.Refusal.Code, 401, verdict.Refusal.Message);
            return (refusal, verdict.Refusal == TokenRefusal.Expired ? LiveClose.TokenExpired : LiveClose.BadToken);
        }

        var (caller, nobody) = await callers.Find(verdict.Token, cancellation);
        return caller is null ? (nobody!, LiveClose.NotAllowed) : await As(caller, verdict.Token, connection, cancellation);
    }

    /// <summary>As somebody who is known already.</summary>
    public async ValueTask<(Refusal Refusal, LiveClose Close)?> As(
        Caller caller, VerifiedToken token, LiveConnection connection, CancellationToken cancellation)
    {
        if (connection.Viewer is { } known && (known.Caller.PersonId, known.Caller.OrganizationId) != (caller.PersonId, caller.OrganizationId))
        {
            return (LiveRefusals.AnotherPerson, LiveClose.BadToken);
        }

        if (connection.Viewer is null && !sockets.Name(caller.PersonId))
        {
            return (LiveRefusals.TooMany, LiveClose.TooMany);
        }

        connection.SignIn(await audience.Of(caller, cancellation), sessions.Open(caller, token));
        return null;
    }

    /// <summary>The first words to whoever has signed in.</summary>
    public async ValueTask<WelcomePayload> Welcome(LiveConnection connection, CancellationToken cancellation)
    {
        var (caller, now) = (connection.Session!.Caller, await log.Now(cancellation));
        return new WelcomePayload(
            caller.PersonId, caller.OrganizationId, caller.Role.ToString().ToLowerInvariant(), now.ToString(), connection.Session.Token.ExpiresAt);
    }
}
