using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Doorward.Benchmarks.Load;

/// <summary>
/// One client on one HTTP/1.1 connection: sends a request that was written before, reads the answer, again. By hand, because the
/// processors are shared with what is measured: a general client costs as much as the server.
/// </summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[256 * 1024];

    /// <summary>A request whose body is JSON.</summary>
    public static byte[] Post(string path, string? token, string body) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nAccept: application/json\r\n"
        + (token is null ? "" : $"Authorization: Bearer {token}\r\n") + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public ValueTask Connect(int port, CancellationToken cancellation) => _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);

    /// <summary>Sends a request and waits for the answer: head and body, valid until the next call. Empty: the server closed the connection.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> Ask(byte[] request)
    {
        await _socket.SendAsync(request, SocketFlags.None);
        var length = 0;
        do
        {
            var read = await _socket.ReceiveAsync(_answer.AsMemory(length), SocketFlags.None);
            if (read == 0)
            {
                return default;
            }

            length += read;
        }
        while (!IsWhole(_answer.AsSpan(0, length)));

        return _answer.AsMemory(0, length);
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var length = answer[..head].IndexOf("ontent-Length: "u8);
        length = length < 0 ? answer[..head].IndexOf("ontent-length: "u8) : length;
        return length < 0
            ? answer.EndsWith("0\r\n\r\n"u8)
            : System.Buffers.Text.Utf8Parser.TryParse(answer[(length + 15)..], out int body, out _) && answer.Length >= head + 4 + body;
    }
}
