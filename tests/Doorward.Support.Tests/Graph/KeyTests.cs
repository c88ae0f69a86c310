using System.Net.Http.Json;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Schema;
using Doorward.Platform.Identity;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Support.Tests.Graph;

/// <summary>What an API key may do by the graph: no more than by any other way.</summary>
public sealed class KeyTests
{
    [Fact]
    public async Task A_key_that_may_read_asks_and_follows_and_changes_nothing_by_any_transport()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var reader = await agency.Key("read");
        var message = await agency.Owner.Writes("Is the flat free?");
        var close = $"mutation {{ close(conversationId: \"{message.Conversation()}\") {{ id }} }}";

        (await reader.Looks(message.Conversation())).Only!["messages"]!["nodes"]![0]!["body"]!.GetValue<string>().ShouldBe("Is the flat free?");
        (await reader.Asks("{ viewer { role person { name } } }")).Only!.ToJsonString().ShouldBe("""{"role":"AGENT","person":{"name":"Our CRM"}}""");
        var from = (string)(await reader.Asks("{ liveCursor }")).Only!;
        await using (var follower = await GraphSocket.Subscribe(
            agency.Door, reader.Token, $"subscription {{ conversationUpdates(conversationId: \"{message.Conversation()}\", after: \"{from}\") {{ type }} }}"))
        {
            await agency.Owner.Does("tag(conversationId: ID, tag: \"seen\")", message.Conversation());
            string? type;
            do
            {
                type = (string?)(await follower.Update())?["type"];
            }
            while (type is "message.created"); // what was not final when the cursor was asked for comes once more
            type.ShouldBe("conversation.tagged");
        }

        (await reader.Asks(close)).Refusal.ShouldBe("KEY_SCOPE_MISSING");
        await using (var socket = await GraphSocket.Subscribe(agency.Door, reader.Token, close))
        {
            ((string?)(await socket.Next(TimeSpan.FromSeconds(30)))!["payload"]![0]!["extensions"]!["code"]).ShouldBe("KEY_SCOPE_MISSING");
        }

        await using (var live = await LiveClient.Open(agency.Door, reader))
        {
            ((string?)(await live.Ask("message.send", new { conversation_id = message.Conversation(), body = "We write as the agency" }))["payload"]!["code"]).ShouldBe("key_scope_missing");
        }

        (await agency.Owner.Looks(message.Conversation()))["status"].ShouldBe("OPEN");
        (await agency.Owner.Looks(message.Conversation())).Only!["messageCount"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_may_only_write_writes_and_learns_nothing_but_ids()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var form = await agency.Key("support:write");
        var message = await agency.Owner.Writes("Is the flat free?");

        var written = await form.Asks("mutation { ingestMessage(input: { body: \"Hello\", customerRef: \"web-7\" }) { __typename id } }");
        written.Refusal.ShouldBeNull();
        (await agency.Owner.Asks("query($id: ID!) { message(id: $id) { body } }", new { id = written.Id }))["body"].ShouldBe("Hello");

        (await form.Asks($"mutation {{ close(conversationId: \"{message.Conversation()}\") {{ messages {{ nodes {{ body }} }} }} }}")).Refusal.ShouldBe("KEY_SCOPE_MISSING");
        (await form.Asks($"mutation {{ createGuestLink(conversationId: \"{message.Conversation()}\") {{ token }} }}")).Refusal.ShouldBe("KEY_SCOPE_MISSING");
        (await form.Asks("mutation { ingestMessage(input: { body: \"Hello\" }) { id: body } }")).Refusal.ShouldBe("KEY_SCOPE_MISSING", "an alias hides nothing");
        (await form.Looks(message.Conversation())).Refusal.ShouldBe("KEY_SCOPE_MISSING");
        (await form.Asks("{ __typename }")).Refusal.ShouldBe("KEY_SCOPE_MISSING");
        (await agency.Owner.Looks(message.Conversation()))["status"].ShouldBe("OPEN");
    }

    [Fact]
    public async Task To_book_with_a_reply_takes_the_scope_that_books_and_a_refused_operation_does_nothing_at_all()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var slot = (await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow())).Id;
        var message = await (await agency.Applicant()).Writes("Can I see it tomorrow?");
        var draft = await agency.Draft(message);
        var (writer, booker) = (await agency.Key("read", "support:write"), await agency.Key("read", "support:write", "visits:write"));
        const string Approve = "mutation($draft: ID!, $slot: ID) { approveReply(draftId: $draft, slotId: $slot) { status reviewedBy { name } } }";

        (await writer.Asks(Approve, new { draft, slot })).Refusal.ShouldBe("KEY_SCOPE_MISSING");
        (await writer.Reviews($"approveReply(draftId: ID, slotId: \"{slot}\")", draft)).Refusal.ShouldBe("KEY_SCOPE_MISSING");
        (await writer.Asks(
            $"mutation {{ tag(conversationId: \"{message.Conversation()}\", tag: \"first\") {{ id }} approveReply(draftId: \"{draft}\", slotId: \"{slot}\") {{ id }} }}")).Refusal.ShouldBe("KEY_SCOPE_MISSING");
        (await agency.Owner.Looks(message.Conversation())).Only!["tags"]!.AsArray().ShouldBeEmpty();

        (await booker.Asks(Approve, new { draft, slot }))["status"].ShouldBe("SENT");
        (await agency.Log("booking.confirmed")).Count.ShouldBe(1);

        var plain = await agency.Draft(await (await agency.Applicant("Rui")).Writes("And me?"));
        (await writer.Asks(Approve, new { draft = plain, slot = (Guid?)null }))["status"].ShouldBe("SENT", "a slot that is null books nothing");
    }

    /// <summary>Every mutation that there is, found by itself.</summary>
    [Fact]
    public async Task No_mutation_is_open_to_a_key_that_may_only_read()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var reader = await agency.Key("read", "visits:write");
        var mutations = agency.Desk.Services.GetRequiredService<GraphEngine>().Schema.Mutation!.Fields;
        foreach (var mutation in mutations)
        {
            var arguments = string.Join(", ", mutation.Arguments.Where(argument => argument.IsRequired).Select(argument => $"{argument.Name}: {Any(argument.Type)}"));
            var answer = await reader.Asks($"mutation {{ {mutation.Name}{(arguments.Length > 0 ? $"({arguments})" : "")} {{ __typename }} }}");
            answer.Refusal.ShouldBeOneOf("KEY_SCOPE_MISSING", "NOT_FOR_KEYS");
        }

        mutations.Count.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Every_scope_that_the_schema_names_can_be_given_to_a_key()
    {
        var known = (await Desk.Shared).Services.GetServices<KeyScope>().Select(scope => scope.Name).ToList();
        var schema = (await Desk.Shared).Services.GetRequiredService<GraphEngine>().Schema;
        var named = schema.Mutation!.Fields.SelectMany(field => field.Directives.Concat(field.Arguments.SelectMany(argument => argument.Directives)))
            .Where(directive => directive.Name.Value == "keyScope")
            .Select(directive => ((Doorward.GraphQL.Language.StringValueNode)directive.Arguments[0].Value).Value).Distinct().ToList();

        named.ShouldBe(["support:write", "visits:write"], ignoreOrder: true);
        named.Except(known).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_follows_by_server_sent_events_only_what_it_may()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(agency.Door.Address, "/graphql")) { Content = JsonContent.Create(new { query = "subscription { draftUpdates { type } }" }) };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {(await agency.Key("support:write")).Token}");
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        using var response = await agency.Door.Http.SendAsync(request, CancellationToken.None);
        (await response.Content.ReadAsStringAsync()).ShouldContain("KEY_SCOPE_MISSING"); // and it ends by itself
    }

    private static string Any(GraphType type) => type.Nullable switch
    {
        ListType => "[]",
        InputObjectType input => $"{{ {string.Join(", ", input.Fields.Where(field => field.IsRequired).Select(field => $"{field.Name}: {Any(field.Type)}"))} }}",
        EnumType one => one.Values[0].Name,
        ScalarType { Name: "Int" or "Float" } => "1",
        ScalarType { Name: "Boolean" } => "true",
        ScalarType { Name: "DateTime" } => "\"2027-01-01T00:00:00Z\"",
        _ => $"\"{Guid.CreateVersion7()}\"",
    };
}
