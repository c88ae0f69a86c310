using System.Text.Json.Nodes;
using Doorward.Testing;

namespace Doorward.Support.Tests.Conversations;

/// <summary>What is said over /ws is what is said over the graph.</summary>
public sealed class SendMessageTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task An_applicants_message_is_one_message_and_one_event_of_the_sockets_trace()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var maria = await agency.Applicant("Maria Alves");
        var conversation = (await maria.Writes("Hello")).Conversation();
        await using var live = await LiveClient.Connect(agency.Door, options =>
        {
            options.SetRequestHeader("Authorization", $"Bearer {maria.Token}");
            options.SetRequestHeader("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
        });
        ((string?)(await live.Next())!["type"]).ShouldBe("welcome");

        var sent = await live.Ask("message.send", new { conversation_id = conversation, body = "  When can I come?  " });

        ((string?)sent["type"], (int?)sent["payload"]?["number"]).ShouldBe(("done", 2), sent.ToJsonString());
        (await Said(agency, conversation)).ShouldBe(["1 CUSTOMER Hello", "2 CUSTOMER When can I come?"]);
        (await agency.Log("message.created", "reply.sent")).ShouldBe(["message.created", "message.created"]);
        (await agency.Scalar<string>($"SELECT traceparent FROM events.log WHERE organization_id = @Id AND type = 'message.created' AND subject_id = '{Id(sent)}'"))
            .ShouldStartWith($"00-{Trace}-");
    }

    [Fact]
    public async Task The_same_key_is_the_same_message_however_often_and_at_once_it_comes()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var maria = await agency.Applicant();
        var conversation = (await maria.Writes("Hello")).Conversation();
        await using var one = await LiveClient.Open(agency.Door, maria);
        await using var other = await LiveClient.Open(agency.Door, maria);
        var message = new { conversation_id = conversation, body = "When can I come?", idempotency_key = "phone-17" };

        var answers = (await Task.WhenAll(one.Ask("message.send", message), other.Ask("message.send", message))).Append(await one.Ask("message.send", message)).ToList();

        answers.Select(answer => $"{answer["type"]} {answer["payload"]!["number"]} {Id(answer)}").Distinct().ShouldBe([$"done 2 {Id(answers[0])}"]);
        Code(await one.Ask("message.send", message with { body = "Something else" })).ShouldBe("idempotency_key_reused");
        (await Said(agency, conversation)).ShouldBe(["1 CUSTOMER Hello", "2 CUSTOMER When can I come?"]);
        (await agency.Log("message.created", "reply.sent")).ShouldBe(["message.created", "message.created"]);
    }

    [Fact]
    public async Task Staff_answer_with_it()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var conversation = (await (await agency.Applicant()).Writes("When?")).Conversation();
        await using var live = await LiveClient.Open(agency.Door, await agency.Agent("Ana Agent"));
        var reply = new { conversation_id = conversation, body = "On Tuesday.", idempotency_key = "desk-1" };

        var sent = await live.Ask("message.send", reply);

        Id(await live.Ask("message.send", reply)).ShouldBe(Id(sent));
        (await Said(agency, conversation)).ShouldBe(["1 CUSTOMER When?", "2 STAFF On Tuesday."]);
        (await agency.Log("message.created", "reply.sent")).ShouldBe(["message.created", "reply.sent"]);
        (await agency.Scalar<string>("SELECT traceparent FROM events.log WHERE organization_id = @Id AND type = 'reply.sent'")).ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Somebody_elses_conversation_is_not_there_and_nothing_is_stored()
    {
        var (agency, stranger) = (await Talk.AgencyWithoutCopilot(), await Talk.AgencyWithoutCopilot());
        var maria = await agency.Applicant("Maria Alves");
        var conversation = (await maria.Writes("Hello")).Conversation();
        foreach (var person in new[] { await agency.Applicant("Rui Costa"), await stranger.Applicant(), stranger.Owner, await stranger.Agent() })
        {
            await using var live = await LiveClient.Open(agency.Door, person);
            await Refused(live, new { conversation_id = conversation, body = "Mine?" }, "no_such_conversation");
            await Refused(live, new { conversation_id = Guid.CreateVersion7(), body = "Anybody?" }, "no_such_conversation");
        }

        (await Said(agency, conversation)).ShouldBe(["1 CUSTOMER Hello"]);
        (await agency.Log("message.created", "reply.sent")).ShouldBe(["message.created"]);
        (await stranger.Log("message.created", "reply.sent")).ShouldBeEmpty();
        (await stranger.Scalar<long>("SELECT count(*) FROM support.messages WHERE organization_id = @Id")).ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"conversation_id":"HERE"}""", "invalid_payload")]
    [InlineData("""{"body":"x"}""", "invalid_payload")]
    [InlineData("""{"conversation_id":"HERE","body":null}""", "invalid_payload")]
    [InlineData("""{"conversation_id":"HERE","body":7}""", "invalid_payload")]
    [InlineData("""{"conversation_id":"here","body":"x"}""", "invalid_payload")]
    [InlineData("""{"conversation_id":"HERE","body":"x","author":"STAFF"}""", "invalid_payload")]
    [InlineData("""{"conversation_id":"HERE","body":"\ud800"}""", "invalid_payload")]
    [InlineData("""{"conversation_id":"HERE","body":"a\u0000b"}""", "invalid_payload")]
    [InlineData("""{"conversation_id":"HERE","body":""}""", "invalid")]
    [InlineData("""{"conversation_id":"HERE","body":" \n "}""", "invalid")]
    [InlineData("""{"conversation_id":"HERE","body":"LONG"}""", "invalid")]
    [InlineData("""{"conversation_id":"HERE","body":"x","idempotency_key":""}""", "invalid")]
    [InlineData("""{"conversation_id":"HERE","body":"x","idempotency_key":"two words"}""", "invalid")]
    public async Task A_bad_payload_is_refused_and_nothing_is_stored(string payload, string code)
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var maria = await agency.Applicant();
        var conversation = (await maria.Writes("Hello")).Conversation();
        payload = payload.Replace("HERE", $"{conversation}", StringComparison.Ordinal).Replace("LONG", new string('x', 8001), StringComparison.Ordinal);
        foreach (var person in new[] { maria, agency.Owner })
        {
            await using var live = await LiveClient.Open(agency.Door, person);
            await live.Send($$"""{"type":"message.send","id":"m-1","payload":{{payload}}}""");
            var refused = (await live.Next()).ShouldNotBeNull();
            ((string?)refused["type"], (string?)refused["id"], Code(refused)).ShouldBe(("error", "m-1", code), refused.ToJsonString());
            ((string?)(await live.Ask("ping"))["type"]).ShouldBe("pong");
        }

        (await Said(agency, conversation)).ShouldBe(["1 CUSTOMER Hello"]);
        (await agency.Log("message.created", "reply.sent")).ShouldBe(["message.created"]);
    }

    private static async Task Refused(LiveClient live, object message, string code)
    {
        await live.Send(new JsonObject { ["type"] = "message.send", ["id"] = "m-1", ["payload"] = System.Text.Json.JsonSerializer.SerializeToNode(message) }.ToJsonString());
        var refused = (await live.Next()).ShouldNotBeNull();
        ((string?)refused["type"], (string?)refused["id"], Code(refused)).ShouldBe(("error", "m-1", code), refused.ToJsonString());
    }

    private static async Task<IReadOnlyList<string>> Said(Agency agency, Guid conversation) =>
        [.. (await agency.Owner.Looks(conversation)).Only!["messages"]!["nodes"]!.AsArray().Select(one => $"{one!["number"]} {one["author"]} {one["body"]}")];

    private static string? Id(JsonNode answer) => (string?)answer["payload"]!["message_id"];

    private static string? Code(JsonNode answer) => (string?)answer["payload"]!["code"];
}
