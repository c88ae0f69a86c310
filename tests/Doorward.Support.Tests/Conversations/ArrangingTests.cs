using Doorward.Testing;

namespace Doorward.Support.Tests.Conversations;

public sealed class ArrangingTests
{
    [Fact]
    public async Task A_conversation_is_assigned_tagged_closed_and_opened_again_and_asking_twice_is_harmless()
    {
        var agency = await Agency.Open();
        var agent = await agency.Agent("Ana Agent");
        var me = Guid.Parse((string)(await agent.Asks("{ viewer { person { id } } }")).Only!["person"]!["id"]!);
        var id = (await agency.Owner.Writes("Hello")).Conversation();

        for (var twice = 0; twice < 2; twice++)
        {
            ((string?)(await agency.Owner.Does($"assign(conversationId: ID, personId: \"{me}\")", id)).Only!["assignee"]!["name"]).ShouldBe("Ana Agent");
            (await agent.Does("tag(conversationId: ID, tag: \" pets \")", id)).Only!["tags"]!.AsArray().Select(tag => (string?)tag).ShouldBe(["pets"]);
            (await agent.Does("close(conversationId: ID)", id))["status"].ShouldBe("CLOSED");
        }

        (await agent.Does("reopen(conversationId: ID)", id))["status"].ShouldBe("OPEN");
        (await agent.Does("untag(conversationId: ID, tag: \"pets\")", id)).Only!["tags"]!.AsArray().ShouldBeEmpty();
        (await agency.Log("conversation.assigned", "conversation.tagged", "conversation.closed", "conversation.reopened"))
            .ShouldBe(["conversation.assigned", "conversation.tagged", "conversation.closed", "conversation.reopened", "conversation.tagged"]);
    }

    [Fact]
    public async Task Only_a_member_of_the_agency_is_given_a_conversation()
    {
        var agency = await Agency.Open();
        var stranger = await Agency.Open();
        var them = (string)(await stranger.Owner.Asks("{ viewer { person { id } } }")).Only!["person"]!["id"]!;
        var id = (await agency.Owner.Writes("Hello")).Conversation();

        (await agency.Owner.Does($"assign(conversationId: ID, personId: \"{them}\")", id)).Refusal.ShouldBe("NO_SUCH_MEMBER");
    }

    [Fact]
    public async Task A_snoozed_conversation_comes_back_when_its_time_has_come()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var id = (await agency.Owner.Writes("Hello")).Conversation();
        var until = desk.Clock.GetUtcNow().AddMinutes(-1);
        (await agency.Owner.Does($"snooze(conversationId: ID, until: \"{until:O}\")", id)).Refusal.ShouldBe("BAD_USER_INPUT");

        until = desk.Clock.GetUtcNow().AddSeconds(2);
        (await agency.Owner.Does($"snooze(conversationId: ID, until: \"{until:O}\")", id))["status"].ShouldBe("SNOOZED");
        desk.Clock.Advance(TimeSpan.FromSeconds(3));

        (await Eventually.Is(async () => (await agency.Owner.Looks(id))["status"] == "OPEN", TimeSpan.FromSeconds(60))).ShouldBeTrue();
        (await agency.Log("conversation.snoozed", "conversation.reopened")).ShouldBe(["conversation.snoozed", "conversation.reopened"]);
    }

    [Fact]
    public async Task A_customer_who_writes_again_opens_what_was_closed_or_put_away()
    {
        var agency = await Agency.Open();
        var id = (await agency.Owner.Writes("Hello")).Conversation();
        await agency.Owner.Does("close(conversationId: ID)", id);

        await agency.Owner.Writes("One more thing", id);

        (await agency.Owner.Looks(id))["status"].ShouldBe("OPEN");
    }

    [Fact]
    public async Task Customers_see_no_notes_no_tags_and_no_assignee()
    {
        var agency = await Agency.Open();
        var maria = await agency.Applicant();
        var id = (await maria.Writes("Hello")).Conversation();
        var me = (string)(await agency.Owner.Asks("{ viewer { person { id } } }")).Only!["person"]!["id"]!;
        await agency.Owner.Does($"assign(conversationId: ID, personId: \"{me}\")", id);
        await agency.Owner.Does("tag(conversationId: ID, tag: \"difficult\")", id);
        (await agency.Owner.Asks($"mutation {{ addNote(conversationId: \"{id}\", body: \"Careful.\") {{ id author {{ name }} }} }}")).Refusal.ShouldBeNull();

        var seen = await maria.Looks(id);

        seen.Only!["tags"]!.AsArray().ShouldBeEmpty();
        seen.Only!["assignee"].ShouldBeNull();
        (await maria.Asks($"{{ conversation(id: \"{id}\") {{ notes {{ nodes {{ body }} }} }} }}")).Refusal.ShouldBe("STAFF_ONLY");
        (await maria.Does("close(conversationId: ID)", id)).Refusal.ShouldBe("STAFF_ONLY");
        var notes = await agency.Owner.Asks($"{{ conversation(id: \"{id}\") {{ notes {{ nodes {{ body }} }} }} }}");
        ((string?)notes.Only!["notes"]!["nodes"]![0]!["body"]).ShouldBe("Careful.");
    }

    [Fact]
    public async Task Twenty_tags_are_enough()
    {
        var agency = await Agency.Open();
        var id = (await agency.Owner.Writes("Hello")).Conversation();

        var answers = await Task.WhenAll(Enumerable.Range(0, 25).Select(n => agency.Owner.Does($"tag(conversationId: ID, tag: \"t{n}\")", id)));

        answers.Count(answer => answer.Refusal is null).ShouldBe(20);
        answers.Where(answer => answer.Refusal is not null).ShouldAllBe(answer => answer.Refusal == "TOO_MANY_TAGS");
    }

    [Fact]
    public async Task Conversations_are_listed_by_their_last_message_page_by_page()
    {
        var agency = await Agency.Open();
        var ids = new List<string>();
        for (var n = 0; n < 7; n++)
        {
            ids.Add((await agency.Owner.Writes($"{n}")).Conversation().ToString());
        }

        await agency.Owner.Writes("again", Guid.Parse(ids[2]));
        var expected = ids.Where((_, n) => n != 2).Append(ids[2]).Reverse();

        var seen = new List<string?>();
        string? after = null;
        do
        {
            var page = (await agency.Owner.Asks("query($after: String) { conversations(first: 3, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }", new { after })).Only!;
            seen.AddRange(page["nodes"]!.AsArray().Select(node => (string?)node!["id"]));
            after = (bool)page["pageInfo"]!["hasNextPage"]! ? (string?)page["pageInfo"]!["endCursor"] : null;
        }
        while (after is not null);

        seen.ShouldBe(expected);
    }
}
