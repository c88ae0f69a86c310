using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Doorward.Redis.Tests;

/// <summary>A server that answers HELLO as Redis does, and everything else as the test says: what no real one can be brought to say.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<Stream, string, Task> _answer;
    private readonly Task _accepting;
    private int _connections;

    /// <param name="answer">Given what came, as text, writes what it likes to the stream.</param>
    public FakeServer(Func<Stream, string, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = Accept();
    }

    public FakeServer(string answer)
        : this((stream, _) => stream.WriteAsync(Encoding.UTF8.GetBytes(answer)).AsTask())
    {
    }

    public int Connections => _connections;

    public RedisOptions Options => new() { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port, ConnectTimeout = TimeSpan.FromSeconds(60), ReplyTimeout = TimeSpan.FromSeconds(60) };

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task Accept()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_end.Token);
                Interlocked.Increment(ref _connections);
                serving.Add(Serve(socket));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task Serve(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            var buffer = new byte[64 << 10];
            while (await stream.ReadAsync(buffer, _end.Token) is var length and > 0)
            {
                var said = Encoding.UTF8.GetString(buffer, 0, length);
                if (said.Contains("HELLO", StringComparison.Ordinal))
                {
                    await stream.WriteAsync("%1\r\n$5\r\nproto\r\n:3\r\n"u8.ToArray());
                }
                else
                {
                    await _answer(stream, said);
                }
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }
}
