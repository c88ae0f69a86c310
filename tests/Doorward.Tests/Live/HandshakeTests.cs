using System.Net;
using System.Net.WebSockets;
using Doorward.Platform.Identity.Tokens;
using Doorward.Testing;

namespace Doorward.Tests.Live;

/// <summary>How a socket becomes somebody's, and how it ends when it no longer may be.</summary>
public sealed class HandshakeTests
{
    [Fact]
    public async Task A_token_may_come_in_the_header_the_sub_protocol_the_query_or_a_first_message()
    {
        var agency = await Agency.Open();
        var token = agency.Owner.Token!;

        await using var header = await LiveClient.Connect(agency.Door, options => options.SetRequestHeader("Authorization", $"Bearer {token}"));
        await using var protocol = await LiveClient.Connect(agency.Door, options =>
        {
            options.AddSubProtocol("doorward.v1");
            options.AddSubProtocol($"bearer.{token}");
        });
        await using var query = await LiveClient.Connect(agency.Door, query: $"?token={token}");
        await using var message = await LiveClient.Connect(agency.Door);
        await message.Send($"{{\"type\":\"authenticate\",\"payload\":{{\"token\":\"{token}\"}}}}");

        protocol.Socket.SubProtocol.ShouldBe("doorward.v1");
        foreach (var client in new[] { header, protocol, query, message })
        {
            var welcome = (await client.Next()).ShouldNotBeNull();
            ((string?)welcome["type"]).ShouldBe("welcome");
            ((string?)welcome["payload"]!["organization_id"]).ShouldBe(agency.Id.ToString());
            ((string?)welcome["payload"]!["role"]).ShouldBe("owner");
        }
    }

    [Fact]
    public async Task A_wrong_token_in_the_header_is_401_and_elsewhere_an_error_and_4401()
    {
        var desk = await Desk.Shared;
        var refused = await Should.ThrowAsync<WebSocketException>(() => LiveClient.Connect(desk, options => options.SetRequestHeader("Authorization", "Bearer x.y.z")));
        refused.Message.ShouldContain("401");

        await using var query = await LiveClient.Connect(desk, query: "?token=x.y.z");
        ((string?)(await query.Next())!["payload"]!["code"]).ShouldBe("token_malformed");
        (await query.Next()).ShouldBeNull();
        query.Closed.ShouldBe(4401);
    }

    [Fact]
    public async Task A_good_token_of_nobody_here_is_4403()
    {
        var desk = await Desk.Shared;
        var token = desk.Issuer.Mint(new OwnTokenClaims(Guid.CreateVersion7().ToString(), null, false, "Sofia Stranger", null, null), TimeSpan.FromHours(1));
        await using var stranger = await LiveClient.Connect(desk, query: $"?token={token}");
        ((string?)(await stranger.Next())!["payload"]!["code"]).ShouldBe("not_a_member");
        (await stranger.Next()).ShouldBeNull();
        stranger.Closed.ShouldBe(4403);
    }

    [Fact]
    public async Task Who_has_not_said_who_they_are_may_only_say_so()
    {
        await using var client = await LiveClient.Connect(await Desk.Shared);
        ((string?)(await client.Ask("subscribe", new { topic = "bookings" }))["payload"]!["code"]).ShouldBe("not_signed_in");
        ((string?)(await client.Ask("ping"))["type"]).ShouldBe("pong");
    }

    [Fact]
    public async Task Who_does_not_say_in_time_who_they_are_is_closed_with_4408()
    {
        await using var desk = await Desk.Open(live: new Doorward.Platform.Live.LiveSettings { SignInSeconds = 1 });
        await using var client = await LiveClient.Connect(desk);
        (await client.Next()).ShouldBeNull();
        client.Closed.ShouldBe(4408);
    }

    [Fact]
    public async Task One_person_may_have_only_so_many_sockets()
    {
        await using var desk = await Desk.Open(live: new Doorward.Platform.Live.LiveSettings { ConnectionsPerPerson = 2 });
        var agency = await Agency.Open(desk);
        await using var first = await LiveClient.Open(desk, agency.Owner);
        await using (await LiveClient.Open(desk, agency.Owner))
        {
            await using var third = await LiveClient.Connect(desk, query: $"?token={agency.Owner.Token}");
            await third.Next("error");
            (await third.Next()).ShouldBeNull();
            third.Closed.ShouldBe(4429);
        }

        (await Eventually.Is(async () =>
        {
            await using var again = await LiveClient.Connect(desk, query: $"?token={agency.Owner.Token}");
            return (string?)(await again.Next())!["type"] == "welcome";
        }, TimeSpan.FromSeconds(20))).ShouldBeTrue();
    }

    [Theory]
    [InlineData("http://evil.example", false)]
    [InlineData("null", false)]
    [InlineData("http://localhost:3000", true)]
    [InlineData("own", true)]
    [InlineData("own.evil.example", false)]
    public async Task A_page_may_connect_from_our_own_origin_or_a_listed_one(string origin, bool allowed)
    {
        var agency = await Agency.Open();
        origin = origin.Replace("own", agency.Door.Address.GetLeftPart(UriPartial.Authority));
        var connect = () => LiveClient.Connect(agency.Door, options => options.SetRequestHeader("Origin", origin), $"?token={agency.Owner.Token}");
        if (allowed)
        {
            await using var client = await connect();
            ((string?)(await client.Next())!["type"]).ShouldBe("welcome");
        }
        else
        {
            (await Should.ThrowAsync<WebSocketException>(connect)).Message.ShouldContain("403");
        }
    }

    [Fact]
    public async Task An_expired_token_ends_the_socket_with_4401_unless_a_new_one_came_in_time()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        string Token(TimeSpan lifetime) => desk.Issuer.Mint(
            new OwnTokenClaims(SubjectOf(agency.Owner), null, false, "Olga Owner", agency.Slug, "owner"), lifetime);
        await using var client = await LiveClient.Connect(desk, query: $"?token={Token(TimeSpan.FromMinutes(5))}");
        await client.Next("welcome");
        await using var prudent = await LiveClient.Connect(desk, query: $"?token={Token(TimeSpan.FromMinutes(5))}");
        await prudent.Next("welcome");
        ((string?)(await prudent.Ask("authenticate", new { token = Token(TimeSpan.FromDays(1)) }))["type"]).ShouldBe("welcome");

        desk.Clock.Advance(TimeSpan.FromMinutes(7));

        (await client.Next()).ShouldBeNull();
        client.Closed.ShouldBe(4401);
        client.Reason.ShouldBe("token_expired");
        ((string?)(await prudent.Ask("ping"))["type"]).ShouldBe("pong");
    }

    [Fact]
    public async Task A_socket_cannot_change_hands()
    {
        var agency = await Agency.Open();
        var agent = await agency.Agent();
        await using var client = await LiveClient.Open(agency.Door, agency.Owner);
        ((string?)(await client.Ask("authenticate", new { token = agent.Token }))["payload"]!["code"]).ShouldBe("another_person");
        ((string?)(await client.Ask("ping"))["type"]).ShouldBe("pong");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_is_no_longer_a_member_is_closed_with_4403_on_every_node(bool sameNode)
    {
        await using var here = await Desk.Open();
        await using var there = await Desk.Open(here.ConnectionString);
        var agency = await Agency.Open(here);
        var agent = await agency.Agent();
        var other = await agency.Agent();
        await using var client = await LiveClient.Open(sameNode ? here : there, agent);
        await using var stays = await LiveClient.Open(sameNode ? here : there, other);

        await Leaves(here, agency, agent);

        (await client.Next()).ShouldBeNull();
        client.Closed.ShouldBe(4403);
        client.Reason.ShouldBe("rights_withdrawn");
        ((string?)(await stays.Ask("ping"))["type"]).ShouldBe("pong");
    }

    [Fact]
    public async Task A_plain_request_is_told_to_use_a_websocket()
    {
        var answer = await new Person(await Desk.Shared, null).Get("/ws");
        answer.Code.ShouldBe(426);
        answer.Refusal.ShouldBe("websocket_only");
    }

    [Fact]
    public async Task At_shutdown_every_socket_and_stream_is_told_goodbye_and_holds_up_nothing()
    {
        var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        const string Drafts = "subscription { draftUpdates { type } }";
        await using var client = await LiveClient.Open(desk, agency.Owner);
        await using var graph = await GraphSocket.Subscribe(desk, agency.Owner.Token, Drafts);
        using var events = await EventStreamEndsTests.Open(desk, agency.Owner.Token!);
        using var graphEvents = await EventStreamEndsTests.Open(desk, agency.Owner.Token!, $"/graphql?query={Uri.EscapeDataString(Drafts)}");

        var stopping = desk.DisposeAsync().AsTask();
        (await client.Next()).ShouldBeNull();
        client.Closed.ShouldBe(1001);
        (await graph.Next(TimeSpan.FromSeconds(40))).ShouldBeNull();
        ((int?)graph.Closed).ShouldBe(1001);
        await EventStreamEndsTests.Rest(events);
        (await EventStreamEndsTests.Rest(graphEvents)).ShouldNotContain("event: complete", Case.Sensitive, "there is more, elsewhere");
        await stopping.WaitAsync(TimeSpan.FromSeconds(14));
    }

    /// <summary>What removing a member does to the database and the log.</summary>
    internal static async Task Leaves(Desk desk, Agency agency, Person agent)
    {
        await using var leave = desk.Database.CreateCommand($"""
            WITH gone AS (
                UPDATE accounts.members SET left_at = now()
                WHERE organization_id = '{agency.Id}' AND person_id = (SELECT person_id FROM accounts.sign_ins WHERE subject = '{SubjectOf(agent)}')
                RETURNING person_id
            )
            INSERT INTO events.log (type, organization_id, actor_id, subject_id) SELECT 'member.joined', '{agency.Id}', person_id, person_id FROM gone
            """);
        (await leave.ExecuteNonQueryAsync()).ShouldBe(1);
    }

    internal static string SubjectOf(Person person) => (string)System.Text.Json.Nodes.JsonNode.Parse(
        System.Buffers.Text.Base64Url.DecodeFromChars(person.Token!.Split('.')[1]))!["sub"]!;
}
