using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Doorward.GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace Doorward.GraphQL.Transport;

/// <summary>One connection of the protocol graphql-transport-ws.</summary>
internal sealed partial class GraphWebSocket : IDisposable
{
    private const string Protocol = "graphql-transport-ws";

    private readonly HttpContext http;
    private readonly GraphEngine engine;
    private readonly TimeProvider clock;
    private readonly GraphWebSocketOptions options;
    private readonly WebSocket socket;
    private readonly CancellationTokenSource closing;
    private readonly ConcurrentDictionary<string, CancellationTokenSource> operations = new(StringComparer.Ordinal);
    private readonly Channel<ReadOnlyMemory<byte>> outgoing;
    private (int Code, string Reason) close = ((int)WebSocketCloseStatus.NormalClosure, "");
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GraphTenure? tenure;
    private CancellationTokenRegistration farewell;
    private bool isInitialised;
    private bool isAcknowledged;

    private GraphWebSocket(HttpContext http, WebSocket socket, GraphEngine engine, TimeProvider clock, GraphWebSocketOptions options)
    {
        (this.http, this.socket, this.engine, this.clock, this.options) = (http, socket, engine, clock, options);
        closing = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        outgoing = Channel.CreateBounded<ReadOnlyMemory<byte>>(
            new BoundedChannelOptions(engine.Options.MaxQueuedMessages) { SingleReader = true });
    }

    public static async Task Serve(HttpContext http, GraphEngine engine, TimeProvider clock, GraphWebSocketOptions options, CancellationToken stopping)
    {
        if (!http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol))
        {
            // the protocol asks for a close code here, so the socket is opened to say it
            using var refused = await http.WebSockets.AcceptWebSocketAsync();
            await Close(refused, 4406, "Subprotocol not acceptable", CancellationToken.None);
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync(Protocol);
        using var connection = new GraphWebSocket(http, socket, engine, clock, options);
        await using var goodbye = stopping.Register(() => connection.Fail((int)WebSocketCloseStatus.EndpointUnavailable, "Going away"));
        await connection.Run();
    }

    public void Dispose()
    {
        farewell.Dispose();
        tenure?.Dispose();
        closing.Dispose();
    }

    private async Task Run()
    {
        var receiving = Receive();
        var sending = Send();
        var pinging = Ping();
        var waiting = AwaitInit();
        await Task.WhenAny(receiving, sending, ended.Task);

        // a cancelled receive or send would abort the socket before it can say why it closes, so neither is cancelled
        await closing.CancelAsync();
        outgoing.Writer.TryComplete();
        foreach (var operation in operations.Values)
        {
            await Cancel(operation);
        }

        await EndsSoon(sending);
        await EndsSoon(Close(socket, close.Code, close.Reason, http.RequestAborted));
        await EndsSoon(receiving);
        await Task.WhenAll(receiving, sending, pinging, waiting);
    }

    // Until the client closes its side; what comes after we decided to close is read and dropped.
    private async Task Receive()
    {
        var message = new ArrayBufferWriter<byte>(4096);
        try
        {
            while (true)
            {
                message.ResetWrittenCount();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(message.GetMemory(4096), http.RequestAborted);
                    message.Advance(part.Count);
                    if (message.WrittenCount > engine.Options.MaxRequestBytes)
                    {
                        Fail(1009, "Message too large");
                        message.ResetWrittenCount();
                    }
                }
                while (!part.EndOfMessage);

                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                if (!closing.IsCancellationRequested)
                {
                    await Handle(part.MessageType, message.WrittenMemory);
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // the client left, perhaps in the middle of a message
        }
    }

    private async ValueTask Handle(WebSocketMessageType kind, ReadOnlyMemory<byte> text)
    {
        if (kind != WebSocketMessageType.Text || !SocketMessage.TryRead(text, out var message))
        {
            Fail(4400, "Invalid message received");
            return;
        }

        switch (message.Type)
        {
            case "connection_init":
                await Initialise(message.Payload);
                break;
            case "ping":
                Queue(SocketMessage.Pong(message.Payload));
                break;
            case "pong":
                break;
            case "subscribe" when message.Id is { Length: > 0 } && message.Payload.ValueKind == JsonValueKind.Object:
                Subscribe(message.Id, message.Payload);
                break;
            case "complete" when message.Id is not null:
                if (operations.TryRemove(message.Id, out var operation))
                {
                    await Cancel(operation);
                }

                break;
            default:
                Fail(4400, "Invalid message received");
                break;
        }
    }

    private async ValueTask Initialise(JsonElement payload)
    {
        if (isInitialised)
        {
            Fail(4429, "Too many initialisation requests");
            return;
        }

        isInitialised = true;
        if (!await options.Accept(http, payload, closing.Token))
        {
            Fail(4403, "Forbidden");
            return;
        }

        isAcknowledged = true;
        Queue("{\"type\":\"connection_ack\"}"u8.ToArray());
        tenure = options.Tenure(http);
        farewell = tenure?.Ended.Register(SayGoodbye) ?? default;
    }

    private void Queue(ReadOnlyMemory<byte> message)
    {
        // a client that does not read what it asked for is let go, before it costs memory
        if (!outgoing.Writer.TryWrite(message) && !closing.IsCancellationRequested)
        {
            Fail(1008, "Too slow: messages are waiting to be read");
        }
    }

    private void Fail(int code, string reason)
    {
        lock (ended)
        {
            if (ended.TrySetResult())
            {
                close = (code, reason);
            }
        }
    }
}
