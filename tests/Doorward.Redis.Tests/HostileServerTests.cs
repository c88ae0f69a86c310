using System.Text;

namespace Doorward.Redis.Tests;

/// <summary>What comes is not what a server should say.</summary>
public sealed class HostileServerTests
{
    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("$5\r\nhello!\r\n")]
    [InlineData("*2\r\n:1\r\n?\r\n")]
    [InlineData("$99999999999\r\n")]
    public async Task Garbage_ends_the_connection_and_all_who_wait_are_told(string garbage)
    {
        await using var server = new FakeServer(garbage);
        await using var redis = new RedisClient(server.Options);

        var calls = Enumerable.Range(0, 3).Select(_ => Record.ExceptionAsync(() => redis.Call(["GET", "x"], Keys.Stop)).AsTask()).ToList();

        var told = await Task.WhenAll(calls);
        told.ShouldContain(failure => failure is RedisOutcomeUnknownException && failure.InnerException is RedisProtocolException);
        told.ShouldAllBe(failure => failure is RedisException);
        redis.IsConnected.ShouldBeFalse();
    }

    [Fact]
    public async Task More_replies_than_were_asked_for_are_given_to_nobody()
    {
        await using var server = new FakeServer("+mine\r\n+whose\r\n");
        await using var redis = new RedisClient(server.Options);

        (await redis.Call(["GET", "x"], Keys.Stop)).AsText().ShouldBe("mine");
        await Eventually.So("the connection is closed", () => !redis.IsConnected);
        (await redis.Call(["GET", "x"], Keys.Stop)).AsText().ShouldBe("mine");
        server.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task A_reply_larger_than_allowed_is_not_read()
    {
        await using var server = new FakeServer((stream, _) => stream.WriteAsync(Encoding.UTF8.GetBytes($"*3\r\n$400\r\n{new string('x', 400)}\r\n$700\r\n{new string('x', 700)}\r\n")).AsTask());
        await using var redis = new RedisClient(server.Options with { ReplyBytes = 1000 });

        var failure = await Should.ThrowAsync<RedisOutcomeUnknownException>(() => redis.Call(["GET", "x"], Keys.Stop));

        failure.InnerException.ShouldBeOfType<RedisProtocolException>().Message.ShouldContain("larger");
    }

    [Fact]
    public async Task A_reply_that_trickles_is_waited_for_no_longer_than_allowed()
    {
        await using var server = new FakeServer(async (stream, _) =>
        {
            await stream.WriteAsync("$1000\r\n"u8.ToArray());
            for (var n = 0; n < 1000; n++)
            {
                await stream.WriteAsync("x"u8.ToArray());
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        });
        await using var redis = new RedisClient(server.Options with { ReplyTimeout = TimeSpan.FromMilliseconds(300) });

        var failure = await Should.ThrowAsync<RedisOutcomeUnknownException>(() => redis.Call(["GET", "x"], Keys.Stop));

        failure.InnerException.ShouldBeOfType<TimeoutException>();
    }

    [Fact]
    public async Task A_reply_in_small_pieces_is_put_together()
    {
        await using var server = new FakeServer(async (stream, _) =>
        {
            foreach (var b in "*2\r\n$5\r\nhel\r\n\r\n:7\r\n"u8.ToArray())
            {
                await stream.WriteAsync(new[] { b });
                await Task.Yield();
            }
        });
        await using var redis = new RedisClient(server.Options);

        var reply = await redis.Call(["GET", "x"], Keys.Stop);

        (reply.Items[0].AsText(), reply.Items[1].AsInteger()).ShouldBe(("hel\r\n", 7));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$10\r\nhalf")]
    public async Task A_server_that_stops_in_the_middle_leaves_the_outcome_unknown(string half)
    {
        await using var server = new FakeServer(async (stream, _) =>
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(half));
            ((System.Net.Sockets.NetworkStream)stream).Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send); // half-closed: it goes on reading
        });
        await using var redis = new RedisClient(server.Options);

        await Should.ThrowAsync<RedisOutcomeUnknownException>(() => redis.Call(["INCR", "x"], Keys.Stop));

        redis.IsConnected.ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_that_lets_us_in_and_shows_us_out_each_time_is_not_run_against()
    {
        await using var server = new FakeServer((stream, _) =>
        {
            stream.Dispose();
            return Task.CompletedTask;
        });
        await using var redis = new RedisClient(server.Options with { LongestPause = TimeSpan.FromHours(1) });

        for (var n = 0; n < 100; n++)
        {
            (await Record.ExceptionAsync(() => redis.Call(["PING"], Keys.Stop))).ShouldBeAssignableTo<RedisException>();
        }

        server.Connections.ShouldBeLessThan(50);
    }

    [Theory]
    [InlineData("LOADING Redis is loading the dataset in memory", "LOADING", true)]
    [InlineData("MOVED 3999 10.0.0.1:6381", "MOVED", false)]
    [InlineData("MISCONF Redis is configured to save RDB snapshots", "MISCONF", false)]
    [InlineData("CLUSTERDOWN Hash slot not served", "CLUSTERDOWN", true)]
    [InlineData("oops", "OOPS", false)]
    public async Task What_the_server_refuses_has_its_code_and_the_connection_goes_on(string error, string code, bool mayPass)
    {
        await using var server = new FakeServer($"-{error}\r\n");
        await using var redis = new RedisClient(server.Options);

        for (var n = 0; n < 3; n++)
        {
            var refusal = await Should.ThrowAsync<RedisErrorException>(() => redis.Call(["GET", "x"], Keys.Stop));
            (refusal.Code, refusal.MayPass).ShouldBe((code, mayPass));
            refusal.Message.ShouldStartWith(error);
        }

        server.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_does_not_know_hello_is_spoken_to_in_resp2()
    {
        var said = new StringBuilder();
        await using var server = new OldServer(said);
        await using var redis = new RedisClient(server.Options with { Password = "secret", ClientName = "door", Database = 4 });

        (await redis.Call(["PING"], Keys.Stop)).AsText().ShouldBe("OK");

        foreach (var step in new[] { "AUTH", "SETNAME", "SELECT", "PING" })
        {
            said.ToString().ShouldContain(step);
        }
    }

    /// <summary>As Redis was before 6.0.</summary>
    private sealed class OldServer(StringBuilder said) : IAsyncDisposable
    {
        private readonly System.Net.Sockets.TcpListener _listener = Listening();
        private Task? _serving;

        public RedisOptions Options
        {
            get
            {
                _serving ??= Serve();
                return new() { Host = "127.0.0.1", Port = ((System.Net.IPEndPoint)_listener.LocalEndpoint).Port, ConnectTimeout = TimeSpan.FromSeconds(60), ReplyTimeout = TimeSpan.FromSeconds(60) };
            }
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving!.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        private static System.Net.Sockets.TcpListener Listening()
        {
            var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
            listener.Start();
            return listener;
        }

        private async Task Serve()
        {
            using var socket = await _listener.AcceptTcpClientAsync();
            var stream = socket.GetStream();
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer) is var length and > 0)
            {
                var command = Encoding.UTF8.GetString(buffer, 0, length);
                said.Append(command);
                await stream.WriteAsync(command.Contains("HELLO", StringComparison.Ordinal) ? "-ERR unknown command `HELLO`\r\n"u8.ToArray() : "+OK\r\n"u8.ToArray());
            }
        }
    }
}
