using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Doorward.Benchmarks.Support.Draft;

/// <summary>An agent who follows all drafts (graphql-transport-ws), and when the draft of which message was seen.</summary>
internal sealed class DraftWatch : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private Task _reading = Task.CompletedTask;

    /// <summary>By the message's id.</summary>
    public ConcurrentDictionary<Guid, long> Seen { get; } = new();

    /// <summary>Why nothing more comes; null while something may.</summary>
    public string? Ended { get; private set; }

    public static async Task<DraftWatch> Open(int port, string token, CancellationToken cancellation)
    {
        var watch = new DraftWatch();
        watch._socket.Options.AddSubProtocol("graphql-transport-ws");
        await watch._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/graphql"), cancellation);
        await watch.Send("{\"type\":\"connection_init\",\"payload\":{\"authorization\":\"Bearer " + token + "\"}}", cancellation);
        await watch.Next(cancellation);
        await watch.Send(
            "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":{\"query\":\"subscription { draftUpdates { cursor type gap draft { id status body rank message { id body } } } }\"}}", cancellation);
        // Written to from here on; what comes before the subscription stands is not waited for.
        watch._reading = watch.Read(cancellation);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellation);
        return watch;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
    }

    private async Task Read(CancellationToken cancellation)
    {
        while (await Next(cancellation) is { } frame)
        {
            using var message = JsonDocument.Parse(frame);
            if (message.RootElement.GetProperty("type").GetString() is not "next")
            {
                if (message.RootElement.GetProperty("type").GetString() is "error" or "complete")
                {
                    break;
                }

                continue;
            }

            var update = message.RootElement.GetProperty("payload").GetProperty("data").GetProperty("draftUpdates");
            if (update.GetProperty("gap").GetBoolean())
            {
                break;
            }

            if (update.GetProperty("type").GetString() is "draft.ready" or "draft.escalated")
            {
                Seen.TryAdd(update.GetProperty("draft").GetProperty("message").GetProperty("id").GetGuid(), Stopwatch.GetTimestamp());
            }
        }

        Ended = "The subscription has ended: the agent fell too far behind, or was closed.";
    }

    private async Task<string?> Next(CancellationToken cancellation)
    {
        var (buffer, frame) = (new byte[64 * 1024], new MemoryStream());
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, cancellation);
            frame.Write(buffer, 0, part.Count);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (part.EndOfMessage)
            {
                return Encoding.UTF8.GetString(frame.ToArray());
            }
        }
    }

    private Task Send(string frame, CancellationToken cancellation) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, cancellation);
}
