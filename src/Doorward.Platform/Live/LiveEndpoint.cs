using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Live.Inbound;
using Doorward.Platform.Live.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Live;

/// <summary>Puts the live connection into the program.</summary>
public static class LiveRoutes
{
    private static readonly WebSocketOptions Alive = new() { KeepAliveInterval = TimeSpan.FromSeconds(30), KeepAliveTimeout = TimeSpan.FromSeconds(20) };

    /// <summary>Call it before anything that looks at requests: a token in the query is taken out of them.</summary>
    public static void UseLive(this IApplicationBuilder app) => HandshakeToken.Take(app);

    /// <summary>Maps <c>/ws</c>. The framework's keep-alive pings every 30 seconds and gives up on who does not answer within 20.</summary>
    public static void MapLive(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseWhen(context => context.Request.Path == LiveEndpoint.Path, branch => branch.UseWebSockets(Alive));

        // Asked for once: a request that never looks at its services has none of its own to keep for as long as the socket is open.
        var live = app.Services.GetRequiredService<LiveEndpoint>();
        app.MapMethods(LiveEndpoint.Path, ["GET", "CONNECT"], live.Serve)
            .AllowEverybody()
            .ExcludeFromDescription()
            .DisableRequestTimeout();
    }
}

/// <summary>
/// <c>/ws</c>: a WebSocket (RFC 6455) with one JSON envelope <c>{type, payload, id?}</c> a frame, both ways; contracts/events.asyncapi.json has all
/// of them. The token comes in the Authorization header, in the sub-protocol (<c>doorward.v1, bearer.…</c>), in the query, or in a first
/// <c>authenticate</c>.
/// </summary>
internal sealed class LiveEndpoint(
    LiveInbox inbox, LiveSignIn signIn, LiveSockets sockets, EdgeSettings edges, TimeProvider time, ILogger<LiveEndpoint> log, IHostApplicationLifetime lifetime)
{
    public const string Path = "/ws";
    public const string Protocol = "doorward.v1";

    private static readonly Refusal NoUpgrade = new("websocket_only", 426, "Connect to this address with a WebSocket.");

    public async Task Serve(HttpContext context)
    {
        var caller = context.Features.Get<Caller>();
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await NoUpgrade.AsProblem().ExecuteAsync(context);
            return;
        }

        if (!SameOrigin.Allows(context.Request, edges, byCookie: caller is not null && context.Request.Headers.Authorization.Count == 0))
        {
            await SameOrigin.Refusal.AsProblem().ExecuteAsync(context);
            return;
        }

        var token = HandshakeToken.Of(context);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol) ? Protocol : null);
        using var connection = new LiveConnection(socket, time, ending.Token);
        if (!sockets.Add(connection))
        {
            await connection.Close(LiveClose.TooMany);
            return;
        }

        try
        {
            await Enter(connection, caller, context.Features.Get<VerifiedToken>(), token);
            await inbox.Run(connection);
        }
        catch (Exception gone) when (LiveConnection.IsGone(gone))
        {
            // The client, or the network between, is gone without a word.
        }
        finally
        {
            await ending.CancelAsync();
            inbox.Left(connection);
            sockets.Remove(connection);
        }
    }

    /// <summary>Signs in who brought something to sign in with. Where it is no good the client is told goodbye, and its own is waited for.</summary>
    private async ValueTask Enter(LiveConnection connection, Caller? caller, VerifiedToken? verified, string? token)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await connection.Close(LiveClose.GoingAway);
            return;
        }

        try
        {
            var refused = caller is not null && verified is not null ? await signIn.As(caller, verified, connection, connection.Ended)
                : token is not null ? await signIn.With(token, connection, connection.Ended)
                : null;
            if (refused is { } no)
            {
                await connection.Send(LiveFrames.Error(no.Refusal, null));
                await connection.Close(no.Close);
                return;
            }

            if (connection.Viewer is not null)
            {
                await connection.Send(LiveFrames.Write("welcome", await signIn.Welcome(connection, connection.Ended), null));
            }
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            log.LogWarning("A socket could not sign in, the database cannot be reached: {Reason}", failure.Message);
            await connection.Close(LiveClose.Broken);
        }
    }
}
