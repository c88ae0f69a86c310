using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Doorward.Testing;

/// <summary>A client of /ws: envelopes out, envelopes in.</summary>
public sealed class LiveClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256 * 1024];
    private JsonNode? _last;
    private int _asked;

    private LiveClient()
    {
    }

    public WebSocket Socket => _socket;

    /// <summary>The close code, once it is closed.</summary>
    public int? Closed => (int?)_socket.CloseStatus;

    public string? Reason => _socket.CloseStatusDescription;

    /// <summary>Connects with a token in the header, and is welcomed.</summary>
    public static async Task<LiveClient> Open(IFrontDoor door, Person person)
    {
        var client = await Connect(door, options => options.SetRequestHeader("Authorization", $"Bearer {person.Token}"));
        if (await client.Next() is not { } welcome || (string?)welcome["type"] != "welcome")
        {
            throw new InvalidOperationException($"No welcome: {client.Closed} {client.Reason}");
        }

        return client;
    }

    /// <summary>Connects, as <paramref name="how"/> says.</summary>
    public static async Task<LiveClient> Connect(IFrontDoor door, Action<ClientWebSocketOptions>? how = null, string query = "")
    {
        var client = new LiveClient();
        client._socket.Options.CollectHttpResponseDetails = true;
        how?.Invoke(client._socket.Options);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await client._socket.ConnectAsync(new Uri($"ws://{door.Address.Authority}/ws{query}"), patience.Token);
        return client;
    }

    public Task Send(string text, bool end = true) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, end, CancellationToken.None);

    /// <summary>Sends an envelope and gives back the answer to it; what comes before is handed to <paramref name="meanwhile"/>.</summary>
    public async Task<JsonNode> Ask(string type, object? payload = null, Action<JsonNode>? meanwhile = null)
    {
        var id = $"{Interlocked.Increment(ref _asked)}";
        await Send(System.Text.Json.JsonSerializer.Serialize(new { type, id, payload }));
        while (await Next() is { } envelope)
        {
            if ((string?)envelope["id"] == id)
            {
                return envelope;
            }

            meanwhile?.Invoke(envelope);
        }

        throw new InvalidOperationException($"Closed instead of answered: {Closed} {Reason}");
    }

    /// <summary>The next envelope; null when it was closed.</summary>
    public async Task<JsonNode?> Next(int seconds = 40)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var length = 0;
        while (true)
        {
            WebSocketReceiveResult part;
            try
            {
                part = await _socket.ReceiveAsync(new ArraySegment<byte>(_buffer, length, _buffer.Length - length), patience.Token);
            }
            catch (WebSocketException)
            {
                return null;
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"Nothing came in {seconds} seconds, after: {_last?.ToJsonString()}", late);
            }

            if (part.MessageType is WebSocketMessageType.Close)
            {
                await Echo();
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return _last = JsonNode.Parse(_buffer.AsSpan(0, length));
            }
        }
    }

    private async Task Echo()
    {
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The server has closed already, or this end had.
        }
    }

    /// <summary>The next of a type, whatever else comes before it.</summary>
    public async Task<JsonNode?> Next(string type)
    {
        while (await Next() is { } envelope)
        {
            if ((string?)envelope["type"] == type)
            {
                return envelope;
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
}
