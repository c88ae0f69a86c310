using System.ComponentModel;
using Doorward.Platform.Identity;
using Doorward.Platform.Live.Sockets;

namespace Doorward.Platform.Live.Inbound;

[Description("Says who the connection is: within ten seconds where the handshake brought no token, and again with a new token before the old one expires.")]
internal sealed record Authenticate([property: Description("A bearer token, as in the Authorization header.")] string Token) : ILivePayload<Authenticate>
{
    public const string Type = "authenticate";

    public static Authenticate Example { get; } = new("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIuLi4ifQ.c2lnbmF0dXJl");

    // A record prints its members; this one must not.
    public override string ToString() => nameof(Authenticate);
}

internal sealed class AuthenticateHandler(LiveSignIn signIn) : ILiveHandler<Authenticate>
{
    public static object? AnswerExample => WelcomePayload.Example;

    public async ValueTask<LiveAnswer> Handle(Authenticate payload, Caller caller, LiveConnection connection, CancellationToken cancellation)
    {
        if (await signIn.With(payload.Token, connection, cancellation) is not { } no)
        {
            return LiveAnswer.With(await signIn.Welcome(connection, cancellation)) with { Type = "welcome" };
        }

        // A new token that is no good leaves the old one's connection alone: it has its own end.
        return connection.Viewer is null
            ? LiveAnswer.Refused(no.Refusal) with { Afterwards = () => _ = connection.Close(no.Close) }
            : LiveAnswer.Refused(no.Refusal);
    }
}
