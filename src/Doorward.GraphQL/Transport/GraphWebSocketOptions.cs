using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Doorward.GraphQL;

/// <summary>What a program wants to say about connections that stay open.</summary>
public sealed class GraphWebSocketOptions
{
    /// <summary>
    /// Decides, by the payload of <c>connection_init</c>, who may connect. It may set the user of the HTTP context, which is
    /// what operations then run with. False closes the connection with 4403.
    /// </summary>
    public Func<HttpContext, JsonElement, CancellationToken, ValueTask<bool>> Accept { get; init; } = (_, _, _) => ValueTask.FromResult(true);

    /// <summary>
    /// What an accepted connection stands on, and an event stream as well; null where it may stay as long as its client likes.
    /// </summary>
    public Func<HttpContext, GraphTenure?> Tenure { get; init; } = _ => null;
}
