using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Doorward.Testing;

/// <summary>A client of the graph's subscriptions (graphql-transport-ws), with one subscription.</summary>
public sealed class GraphSocket : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();

    /// <summary>Connects and subscribes; the token goes into connection_init, as a browser has to do it.</summary>
    public static Task<GraphSocket> Subscribe(IFrontDoor door, string? token, string document) =>
        SubscribeAs(door, token is null ? "" : $"Bearer {token}", document);

    /// <summary>The same with any authorization: <c>Bearer …</c>, <c>Guest …</c>.</summary>
    public static async Task<GraphSocket> SubscribeAs(IFrontDoor door, string authorization, string document)
    {
        var client = new GraphSocket();
        client._socket.Options.AddSubProtocol("graphql-transport-ws");
        await client._socket.ConnectAsync(new UriBuilder(new Uri(door.Address, "/graphql")) { Scheme = "ws" }.Uri, CancellationToken.None);
        await client.Send(new { type = "connection_init", payload = new { authorization } });
        if ((string?)(await client.Next(TimeSpan.FromSeconds(30)))?["type"] == "connection_ack")
        {
            await client.Send(new { id = "1", type = "subscribe", payload = new { query = document } });
        }

        return client;
    }

    public WebSocketCloseStatus? Closed => _socket.CloseStatus;

    /// <summary>The next frame; null when the server closed, or nothing came in time.</summary>
    public async Task<JsonNode?> Next(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        var frame = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, limit.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return null;
                }

                frame.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    return JsonNode.Parse(frame.ToArray());
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or WebSocketException)
        {
            return null;
        }
    }

    /// <summary>What the next update tells; pings are passed over.</summary>
    public async Task<JsonNode?> Update(TimeSpan? within = null)
    {
        var (limit, begun) = (within ?? TimeSpan.FromSeconds(60), TimeProvider.System.GetTimestamp());
        while (TimeProvider.System.GetElapsedTime(begun) is var passed && passed < limit && await Next(limit - passed) is { } frame)
        {
            if ((string?)frame["type"] != "ping")
            {
                // the payload of an error is a list
                return (frame["payload"] as JsonObject)?["data"]?.AsObject().First().Value ?? frame;
            }
        }

        return null;
    }

    /// <summary>Goes without a word.</summary>
    public void Cut() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task Send(object frame) =>
        _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(frame), WebSocketMessageType.Text, true, CancellationToken.None);
}
