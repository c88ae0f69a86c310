using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Doorward.GraphQL;

/// <summary>What a program wants to say about WebSocket connections.</summary>
public sealed class GraphWebSocketOptions
{
    /// <summary>
    /// Decides, by the payload of <c>connection_init</c>, who may connect. It may set the user of the HTTP context, which is
    /// what operations then run with. False closes the connection with 4403.
    /// </summary>
    public Func<HttpContext, JsonElement, CancellationToken, ValueTask<bool>> Accept { get; init; } = (_, _, _) => ValueTask.FromResult(true);
}
