using System.Net.WebSockets;

namespace Doorward.GraphQL.Transport;

internal sealed partial class GraphWebSocket
{
    // How long a client has to take what is on its way and to answer our close.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private async Task Send()
    {
        try
        {
            await foreach (var message in outgoing.Reader.ReadAllAsync(http.RequestAborted))
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, http.RequestAborted);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // the client left; receiving ends too
        }
    }

    /// <summary>What the connection stood on is gone: every operation is told, and the socket closed with the same reason.</summary>
    private void SayGoodbye()
    {
        var last = tenure!.Why;
        foreach (var (id, _) in operations)
        {
            if (last.Error is { } error && operations.TryRemove(id, out var operation))
            {
                _ = Cancel(operation);
                Queue(SocketMessage.Error(id, [error]));
            }
        }

        Fail(last.CloseCode, last.Reason);
    }

    private async Task EndsSoon(Task task)
    {
        if (await Task.WhenAny(task, Task.Delay(Patience, clock, CancellationToken.None)) != task)
        {
            socket.Abort();
        }
    }

    private static async Task Cancel(CancellationTokenSource operation)
    {
        try
        {
            await operation.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // it came to its own end just now
        }
    }

    private async Task Ping()
    {
        try
        {
            while (true)
            {
                await Task.Delay(engine.Options.PingInterval, clock, closing.Token);
                if (isAcknowledged)
                {
                    Queue("{\"type\":\"ping\"}"u8.ToArray());
                }
            }
        }
        catch (OperationCanceledException)
        {
            // closing
        }
    }

    private async Task AwaitInit()
    {
        try
        {
            await Task.Delay(engine.Options.ConnectionInitTimeout, clock, closing.Token);
            if (!isInitialised)
            {
                Fail(4408, "Connection initialisation timeout");
            }
        }
        catch (OperationCanceledException)
        {
            // closing
        }
    }

    private static async Task Close(WebSocket socket, int code, string reason, CancellationToken cancellation)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived or WebSocketState.CloseSent)
            {
                // only our half is closed: a client that does not answer cannot keep us waiting
                await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, cancellation);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            // it left before we did
        }
    }
}
