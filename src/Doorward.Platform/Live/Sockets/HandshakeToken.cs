using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Doorward.Platform.Live.Sockets;

/// <summary>
/// The token that a browser, which can set no header on a WebSocket, sends with the handshake: in the sub-protocol or in the query. The query is
/// emptied before anything else looks at the request, so that no log, span, metric or problem can repeat it.
/// </summary>
internal sealed record HandshakeToken(string Text)
{
    private const string Bearer = "bearer.";

    /// <summary>Call it first of all.</summary>
    public static void Take(IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Path == LiveEndpoint.Path && context.Request.QueryString.HasValue)
        {
            if (context.Request.Query["token"] is [{ Length: > 0 } token, ..])
            {
                context.Features.Set(new HandshakeToken(token));
            }

            context.Request.QueryString = QueryString.Empty;
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = LiveEndpoint.Path;
        }

        return next(context);
    });

    /// <summary>What the request brought, if it brought one; the sub-protocol counts first.</summary>
    public static string? Of(HttpContext context) =>
        context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(protocol => protocol.StartsWith(Bearer, StringComparison.Ordinal)) is { } offered
            ? offered[Bearer.Length..]
            : context.Features.Get<HandshakeToken>()?.Text;
}
