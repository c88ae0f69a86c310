using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Doorward.GraphQL.Tests.Sample;

namespace Doorward.GraphQL.Tests.Transport;

/// <summary>graphql-transport-ws: the protocol's own rules, each close code, and clients that misbehave.</summary>
[Collection("one after the other")]
public sealed class WebSocketTests(SampleServer server)
{
    [Fact]
    public async Task A_subscription_runs_to_its_end()
    {
        using var socket = await Initialised();
        await Send(socket, """{"type":"subscribe","id":"a","payload":{"query":"subscription { count(to: 2) }"}}""");
        (await Read(socket)).ShouldBe("""{"id":"a","type":"next","payload":{"data":{"count":1}}}""");
        (await Read(socket)).ShouldBe("""{"id":"a","type":"next","payload":{"data":{"count":2}}}""");
        (await Read(socket)).ShouldBe("""{"id":"a","type":"complete"}""");
    }

    [Fact]
    public async Task A_query_is_one_next_and_complete()
    {
        using var socket = await Initialised();
        await Send(socket, """{"type":"subscribe","id":"q","payload":{"query":"query ($n: String!) { hello(name: $n) }","variables":{"n":"ws"}}}""");
        (await Read(socket)).ShouldBe("""{"id":"q","type":"next","payload":{"data":{"hello":"hello ws"}}}""");
        (await Read(socket)).ShouldBe("""{"id":"q","type":"complete"}""");
    }

    [Fact]
    public async Task What_does_not_validate_is_an_error_message_and_frees_the_id()
    {
        using var socket = await Initialised();
        for (var i = 0; i < 2; i++)
        {
            await Send(socket, """{"type":"subscribe","id":"x","payload":{"query":"{ nope }"}}""");
            var error = JsonNode.Parse(await Read(socket))!;
            error["type"]!.ToString().ShouldBe("error");
            error["payload"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("GRAPHQL_VALIDATION_FAILED");
        }
    }

    [Fact]
    public async Task Pings_are_answered_with_their_payload_even_before_the_init()
    {
        using var socket = await Connect();
        await Send(socket, """{"type":"ping","payload":{"a":1}}""");
        (await Read(socket)).ShouldBe("""{"type":"pong","payload":{"a":1}}""");
        await Send(socket, """{"type":"ping"}""");
        (await Read(socket)).ShouldBe("""{"type":"pong"}""");
    }

    [Fact]
    public async Task Completing_ends_the_source_stream()
    {
        using var socket = await Initialised();
        // what tests before this one left open ends first
        await Eventually.Is(() => server.Chat.OpenStreams == 0);
        const int before = 0;
        await Send(socket, """{"type":"subscribe","id":"a","payload":{"query":"subscription { count(to: 1000000, delayMilliseconds: 20) }"}}""");
        await Read(socket);
        server.Chat.OpenStreams.ShouldBeGreaterThan(before);
        await Send(socket, """{"type":"complete","id":"a"}""");
        await Eventually.Is(() => server.Chat.OpenStreams <= before);

        // and the connection goes on
        await Send(socket, """{"type":"subscribe","id":"b","payload":{"query":"{ hello }"}}""");
        while (!(await Read(socket)).Contains("\"b\"", StringComparison.Ordinal))
        {
        }
    }

    [Fact]
    public async Task Silence_is_closed_with_4408() => await ClosesWith(await Connect(), 4408);

    [Fact]
    public async Task A_second_init_is_closed_with_4429()
    {
        using var socket = await Initialised();
        await Send(socket, """{"type":"connection_init"}""");
        await ClosesWith(socket, 4429);
    }

    [Fact]
    public async Task Subscribing_before_the_init_is_closed_with_4401()
    {
        using var socket = await Connect();
        await Send(socket, """{"type":"subscribe","id":"a","payload":{"query":"{ hello }"}}""");
        await ClosesWith(socket, 4401);
    }

    [Fact]
    public async Task An_init_that_is_refused_is_closed_with_4403()
    {
        using var socket = await Connect();
        await Send(socket, """{"type":"connection_init","payload":{"token":"wrong"}}""");
        await ClosesWith(socket, 4403);
    }

    [Fact]
    public async Task An_id_in_use_is_closed_with_4409()
    {
        using var socket = await Initialised();
        await Send(socket, """{"type":"subscribe","id":"a","payload":{"query":"subscription { count(to: 1000, delayMilliseconds: 50) }"}}""");
        await Send(socket, """{"type":"subscribe","id":"a","payload":{"query":"{ hello }"}}""");
        await ClosesWith(socket, 4409);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("""{"type":"unknown"}""")]
    [InlineData("""{"type":"subscribe","payload":{"query":"{ hello }"}}""")]
    [InlineData("""{"type":"subscribe","id":"a"}""")]
    [InlineData("""{"type":"subscribe","id":"a","payload":{"query":7}}""")]
    [InlineData("""{"type":"subscribe","id":"","payload":{"query":"{ hello }"}}""")]
    [InlineData("""{"type":"ping","payload":"text"}""")]
    [InlineData("""{"type":"complete"}""")]
    [InlineData("""{"type":7}""")]
    public async Task A_message_that_is_none_is_closed_with_4400(string message)
    {
        using var socket = await Initialised();
        await Send(socket, message);
        await ClosesWith(socket, 4400);
    }

    [Fact]
    public async Task Another_subprotocol_is_closed_with_4406()
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(server.Socket, CancellationToken.None);
        await ClosesWith(socket, 4406);
    }

    [Fact]
    public async Task Binary_messages_are_closed_with_4400()
    {
        using var socket = await Initialised();
        await socket.SendAsync(new byte[] { 1, 2, 3 }, WebSocketMessageType.Binary, true, CancellationToken.None);
        await ClosesWith(socket, 4400);
    }

    [Fact]
    public async Task More_operations_than_allowed_are_refused_one_by_one()
    {
        using var socket = await Initialised();
        for (var i = 0; i < 6; i++)
        {
            await Send(socket, $$$"""{"type":"subscribe","id":"{{{i}}}","payload":{"query":"subscription { count(to: 1000, delayMilliseconds: 1000) }"}}""");
        }

        var refused = await Read(socket);
        refused.ShouldContain("TOO_MANY_OPERATIONS");
        refused.ShouldContain("\"id\":\"5\"");
    }

    [Fact]
    public async Task A_client_that_floods_and_never_reads_is_let_go()
    {
        using var socket = await Initialised();
        await Send(socket, """{"type":"subscribe","id":"a","payload":{"query":"subscription { count(to: 100000000) }"}}""");

        // nothing is read: the queue fills, the source ends, the connection is closed
        await Eventually.Is(() => server.Chat.OpenStreams == 0);
        try
        {
            await ClosesWith(socket, 1008);
        }
        catch (WebSocketException)
        {
            // or cut off, when it did not even take what was sent already
        }
    }

    [Fact]
    public async Task A_client_that_sends_a_flood_of_pings_does_not_stop_the_server()
    {
        using var socket = await Initialised();
        try
        {
            for (var i = 0; i < 20_000; i++)
            {
                await Send(socket, """{"type":"ping"}""").WaitAsync(TimeSpan.FromSeconds(5));
            }
        }
        catch (Exception)
        {
            // closed on us: that is the point
        }

        (await server.Client.GetStringAsync("/graphql?query={hello}")).ShouldContain("hello world");
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_of_a_message_takes_its_streams_with_it()
    {
        // what tests before this one left open ends first
        await Eventually.Is(() => server.Chat.OpenStreams == 0);
        const int before = 0;
        var socket = await Initialised();
        await Send(socket, """{"type":"subscribe","id":"a","payload":{"query":"subscription { count(to: 1000, delayMilliseconds: 50) }"}}""");
        await Eventually.Is(() => server.Chat.OpenStreams > before);
        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"type\":\"subs"), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        socket.Abort();
        socket.Dispose();
        await Eventually.Is(() => server.Chat.OpenStreams <= before);
    }

    [Fact]
    public async Task A_message_larger_than_allowed_is_closed_with_1009()
    {
        using var socket = await Initialised();
        var chunk = new byte[1 << 20];
        Array.Fill(chunk, (byte)' ');
        try
        {
            for (var i = 0; i < 6; i++)
            {
                await socket.SendAsync(chunk, WebSocketMessageType.Text, false, CancellationToken.None);
            }
        }
        catch (WebSocketException)
        {
            // already closed
        }

        await ClosesWith(socket, 1009);
    }

    private async Task<ClientWebSocket> Connect()
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(server.Socket, CancellationToken.None);
        return socket;
    }

    private async Task<ClientWebSocket> Initialised()
    {
        var socket = await Connect();
        await Send(socket, """{"type":"connection_init"}""");
        (await Read(socket)).ShouldBe("""{"type":"connection_ack"}""");
        return socket;
    }

    private static Task Send(WebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<string> Read(WebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[64 * 1024];
        var part = await socket.ReceiveAsync(buffer, patience.Token);
        part.MessageType.ShouldBe(WebSocketMessageType.Text, socket.CloseStatusDescription);
        return Encoding.UTF8.GetString(buffer, 0, part.Count);
    }

    private static async Task ClosesWith(WebSocket socket, int code)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[64 * 1024];
        while ((await socket.ReceiveAsync(buffer, patience.Token)).MessageType != WebSocketMessageType.Close)
        {
        }

        ((int)socket.CloseStatus!).ShouldBe(code);
    }
}
