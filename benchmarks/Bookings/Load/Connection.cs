using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Doorward.Benchmarks.Bookings.Load;

/// <summary>
/// One client on one HTTP/1.1 connection: sends a request that was written before, reads the answer, again. By hand, because the
/// processors are shared with what is measured: a general client costs as much as the server.
/// </summary>
internal sealed class Connection : IDisposable
{
    private const int SlotIdBytes = 36;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[16 * 1024];

    public static byte[] Request(string token) => Encoding.ASCII.GetBytes(
        "POST /api/v1/bookings HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
        + $"Authorization: Bearer {token}\r\nContent-Length: {SlotIdBytes + 14}\r\n\r\n" + "{\"slot_id\":\"" + Ids.Slot(0) + "\"}");

    public ValueTask Connect(int port, CancellationToken cancellation) => _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);

    /// <summary>Books; returns null for a 201, else the whole answer.</summary>
    public async ValueTask<string?> Book(byte[] request, long slot)
    {
        // Two bytes, "}, follow the id, of which only the last twelve digits differ.
        slot.TryFormat(request.AsSpan(request.Length - 14, 12), out _, "x12");
        await _socket.SendAsync(request, SocketFlags.None);
        var length = 0;
        do
        {
            var read = await _socket.ReceiveAsync(_answer.AsMemory(length), SocketFlags.None);
            if (read == 0)
            {
                return "The server closed the connection.";
            }

            length += read;
        }
        while (!IsWhole(_answer.AsSpan(0, length)));

        return _answer.AsSpan(9, 3).SequenceEqual("201"u8) ? null : Encoding.UTF8.GetString(_answer, 0, length);
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var length = answer[..head].IndexOf("Content-Length: "u8);
        return length < 0
            ? answer.EndsWith("0\r\n\r\n"u8)
            : System.Buffers.Text.Utf8Parser.TryParse(answer[(length + 16)..], out int body, out _) && answer.Length >= head + 4 + body;
    }
}
