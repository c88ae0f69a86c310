using System.Buffers;
using System.Net.WebSockets;

namespace Doorward.Platform.Live.Sockets;

internal enum FrameKind
{
    Text,
    Binary,
    TooLarge,
    Endless,
    Closed,
}

/// <summary>
/// Reads whole messages, however they are fragmented. While nothing comes it holds no buffer: a read of zero bytes waits for the first one.
/// </summary>
internal sealed class FrameReader(WebSocket socket, TimeProvider time) : IDisposable
{
    public const int Most = 64 * 1024;
    private const int Endless = 1024 * 1024;

    private byte[]? _buffer;
    private long _begun;

    /// <summary>When the message that is being read began to arrive; 0: none is.</summary>
    public long Begun => Volatile.Read(ref _begun);

    /// <summary>The next message. Its text is good until the next call; of one too large it is the beginning.</summary>
    public async ValueTask<(FrameKind Kind, ReadOnlyMemory<byte> Text)> Next(CancellationToken cancellation)
    {
        Dispose();
        var part = await socket.ReceiveAsync(Memory<byte>.Empty, cancellation);
        Volatile.Write(ref _begun, time.GetTimestamp());
        var (length, total) = (0, 0);
        while (part.MessageType != WebSocketMessageType.Close && !part.EndOfMessage)
        {
            Grow(length);

            // Past the limit what comes is read over the end of what is kept.
            var room = length < Most ? _buffer.AsMemory(length, Math.Min(_buffer!.Length, Most) - length) : _buffer.AsMemory(Most);
            part = await socket.ReceiveAsync(room, cancellation);
            total += part.Count;
            length = Math.Min(length + part.Count, Most);
            if (total > Endless)
            {
                return (FrameKind.Endless, default);
            }
        }

        Volatile.Write(ref _begun, 0);
        return part.MessageType switch
        {
            WebSocketMessageType.Close => (FrameKind.Closed, default),
            WebSocketMessageType.Binary => (FrameKind.Binary, default),
            _ => (total > Most ? FrameKind.TooLarge : FrameKind.Text, _buffer.AsMemory(0, length)),
        };
    }

    public void Dispose()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }
    }

    private void Grow(int length)
    {
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(2048);
        }
        else if (length == _buffer.Length || (length == Most && _buffer.Length == Most))
        {
            var larger = ArrayPool<byte>.Shared.Rent(length >= Most ? Most + 4096 : Math.Min(length * 4, Most));
            _buffer.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }
}
