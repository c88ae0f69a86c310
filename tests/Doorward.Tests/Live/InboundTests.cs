using System.Net.WebSockets;
using Doorward.Testing;

namespace Doorward.Tests.Live;

/// <summary>Whatever a client sends, it is answered, and the connection lives on until that is clearly abused.</summary>
public sealed class InboundTests
{
    [Theory]
    [InlineData("hello", "malformed_message", null)]
    [InlineData("", "malformed_message", null)]
    [InlineData("[1]", "malformed_message", null)]
    [InlineData("{}", "malformed_message", null)]
    [InlineData("""{"type":7,"id":"7"}""", "malformed_message", "7")]
    [InlineData("""{"type":"ping","id":"7","more":1}""", "malformed_message", "7")]
    [InlineData("""{"id":"8","type":"ping","type":"ping"}""", "malformed_message", "8")]
    [InlineData("""{"id":"9","type":"ping",""", "malformed_message", "9")]
    [InlineData("""{"type":"nothing","id":"a"}""", "unknown_type", "a")]
    [InlineData("""{"type":"subscribe","id":"b","payload":{"topik":"bookings"}}""", "invalid_payload", "b")]
    [InlineData("""{"type":"subscribe","id":"c","payload":{"topic":7}}""", "invalid_payload", "c")]
    [InlineData("""{"type":"subscribe","id":"d"}""", "invalid_payload", "d")]
    [InlineData("""{"type":"welcome","id":"e"}""", "unknown_type", "e")]
    [InlineData("""{"type":"\ud800","id":"f"}""", "malformed_message", "f")]
    [InlineData("""{"type":"ping","id":"\udc00"}""", "malformed_message", null)]
    [InlineData("""{"id":"g","type":"ping","\ud800":1}""", "malformed_message", "g")]
    [InlineData("""{"type":"subscribe","id":"h","payload":{"topic":"\ud800"}}""", "invalid_payload", "h")]
    [InlineData("""{"type":"subscribe","id":"i","payload":{"topic":"bookings","\ud800":1}}""", "malformed_message", "i")]
    public async Task What_cannot_be_handled_is_answered_with_its_id(string text, string code, string? id)
    {
        var agency = await Agency.Open();
        await using var client = await LiveClient.Open(agency.Door, agency.Owner);
        await client.Send(text);
        var error = (await client.Next()).ShouldNotBeNull();
        ((string?)error["type"]).ShouldBe("error");
        ((string?)error["payload"]!["code"]).ShouldBe(code);
        ((string?)error["id"]).ShouldBe(id);
        ((string?)(await client.Ask("ping"))["type"]).ShouldBe("pong");
    }

    [Fact]
    public async Task A_binary_frame_and_one_too_large_are_refused_and_the_connection_lives_on()
    {
        var agency = await Agency.Open();
        await using var client = await LiveClient.Open(agency.Door, agency.Owner);
        await client.Socket.SendAsync(new byte[10], WebSocketMessageType.Binary, true, CancellationToken.None);
        ((string?)(await client.Next())!["payload"]!["code"]).ShouldBe("binary_frame");
        await client.Send("{\"id\":\"big\",\"type\":\"ping\",\"payload\":{\"x\":\"" + new string('x', 70_000) + "\"}}");
        var large = (await client.Next())!;
        ((string?)large["payload"]!["code"]).ShouldBe("message_too_large");
        ((string?)large["id"]).ShouldBe("big");
        ((string?)(await client.Ask("ping"))["type"]).ShouldBe("pong");
    }

    [Theory]
    [InlineData(65_536, "pong")]
    [InlineData(65_537, "error")]
    public async Task The_limit_is_64_KiB_to_the_byte(int bytes, string answer)
    {
        var agency = await Agency.Open();
        await using var client = await LiveClient.Open(agency.Door, agency.Owner);
        var text = """{"type":"ping"}""";
        await client.Send(text + new string(' ', bytes - text.Length));
        ((string?)(await client.Next())!["type"]).ShouldBe(answer);
    }

    [Fact]
    public async Task A_message_without_end_is_closed_with_1009()
    {
        var agency = await Agency.Open();
        await using var client = await LiveClient.Open(agency.Door, agency.Owner);
        try
        {
            for (var n = 0; n < 40; n++)
            {
                await client.Send(new string('x', 60_000), end: false);
            }
        }
        catch (WebSocketException)
        {
            // The server closed while we were still sending.
        }

        var code = (await client.Next())?["payload"]?["code"];
        (await client.Next()).ShouldBeNull();
        ((string?)code ?? "message_too_large").ShouldBe("message_too_large");
        (client.Closed ?? 1009).ShouldBe(1009);
    }

    [Fact]
    public async Task Messages_are_answered_in_their_order()
    {
        var agency = await Agency.Open();
        await using var client = await LiveClient.Open(agency.Door, agency.Owner);
        foreach (var n in Enumerable.Range(0, 60))
        {
            await client.Send($"{{\"type\":\"{(n % 3 == 0 ? "subscribe" : "ping")}\",\"id\":\"{n}\",\"payload\":{(n % 3 == 0 ? "{\"topic\":\"bookings\"}" : "{}")}}}");
        }

        foreach (var n in Enumerable.Range(0, 60))
        {
            ((string?)(await client.Next())!["id"]).ShouldBe($"{n}");
        }
    }

    [Fact]
    public async Task Too_many_messages_are_refused_and_then_closed_with_4429()
    {
        var agency = await Agency.Open();
        await using var client = await LiveClient.Open(agency.Door, agency.Owner);
        foreach (var n in Enumerable.Range(0, 3000))
        {
            if (client.Socket.State is not WebSocketState.Open)
            {
                break;
            }

            try
            {
                await client.Send("""{"type":"ping"}""");
            }
            catch (Exception closed) when (closed is WebSocketException or ObjectDisposedException)
            {
                break;
            }
        }

        var (pongs, refused) = (0, 0);
        while (await client.Next() is { } envelope)
        {
            pongs += (string?)envelope["type"] == "pong" ? 1 : 0;
            refused += (string?)envelope["payload"]?["code"] == "too_many_messages" ? 1 : 0;
        }

        pongs.ShouldBeGreaterThanOrEqualTo(100);
        refused.ShouldBeInRange(100, 250);
        client.Closed.ShouldBe(4429);
    }

    [Fact]
    public async Task Invalid_UTF8_is_closed_as_the_protocol_asks()
    {
        var agency = await Agency.Open();
        await using var client = await LiveClient.Open(agency.Door, agency.Owner);
        await client.Socket.SendAsync(new byte[] { 0x7b, 0xff, 0xfe, 0x7d }, WebSocketMessageType.Text, true, CancellationToken.None);
        (await client.Next()).ShouldBeNull();
        (client.Closed ?? 1007).ShouldBe(1007);
    }
}
