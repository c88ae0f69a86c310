using Doorward.Testing;

namespace Doorward.Support.Tests.Drafts;

public sealed class ReviewTests
{
    [Fact]
    public async Task An_approved_draft_is_the_reply_and_the_audit_says_who()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var agent = await agency.Agent("Ana Agent");
        var message = await agency.Owner.Writes("When?");
        var draft = await agency.Draft(message);

        var sent = await agent.Reviews("approveReply(draftId: ID)", draft);

        sent["status"].ShouldBe("SENT");
        ((int)sent.Only!["version"]!).ShouldBe(2);
        ((string?)sent.Only["reviewedBy"]!["name"]).ShouldBe("Ana Agent");
        ((string?)sent.Only["reviews"]![0]!["action"]).ShouldBe("APPROVED");
        sent.Only["reviews"]![0]!["difference"].ShouldBeNull();
        var messages = (await agency.Owner.Looks(message.Conversation())).Only!["messages"]!["nodes"]!.AsArray();
        ((string?)messages[1]!["body"]).ShouldBe("The flat is free on Tuesday at ten.");
        ((string?)messages[1]!["author"]).ShouldBe("STAFF");
        (await agency.Log("message.created", "reply.sent", "draft.sent")).ShouldBe(["message.created", "reply.sent", "draft.sent"]);
    }

    [Fact]
    public async Task An_edited_text_replaces_the_answer_and_the_difference_is_kept()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var message = await agency.Owner.Writes("When?");
        var draft = await agency.Draft(message, "The flat is free on Tuesday at ten.");

        var sent = await agency.Owner.Reviews("approveReply(draftId: ID, edited: \"The flat is free on Friday at ten.\")", draft);

        sent["body"].ShouldBe("The flat is free on Friday at ten.");
        sent.Only!["reviews"]![0]!["difference"]!.ToJsonString()
            .ShouldBe("""[["=","The flat is free on "],["-","Tuesday"],["\u002B","Friday"],["="," at ten."]]""");
        (await agency.Scalar<string>("SELECT string_agg(after::text, '') FROM events.log WHERE organization_id = @Id")).ShouldNotContain("Friday");
    }

    [Fact]
    public async Task Of_many_who_review_at_once_one_succeeds_and_the_others_are_told_who_did_what()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var people = await agency.Agents(6);
        for (var round = 0; round < 10; round++)
        {
            var message = await agency.Owner.Writes("When?");
            var draft = await agency.Draft(message);

            var answers = await Task.WhenAll(people.Select((person, n) =>
                person.Reviews(n % 2 == 0 ? "approveReply(draftId: ID)" : "rejectReply(draftId: ID, reason: \"no\")", draft)));

            answers.Count(answer => answer.Refusal is null).ShouldBe(1);
            var winner = answers.Single(answer => answer.Refusal is null);
            foreach (var answer in answers.Where(answer => answer.Refusal is not null))
            {
                answer.Refusal.ShouldBe("DRAFT_ALREADY_REVIEWED");
                ((string?)answer.Error!["extensions"]!["reviewedBy"]).ShouldBe((string?)winner.Only!["reviewedBy"]!["name"]);
                ((string?)answer.Error!["extensions"]!["status"]).ShouldBe(winner["status"]);
            }

            var replies = (await agency.Owner.Looks(message.Conversation())).Only!["messages"]!["nodes"]!.AsArray().Count - 1;
            replies.ShouldBe(winner["status"] == "SENT" ? 1 : 0);
        }
    }

    [Fact]
    public async Task A_version_that_is_not_the_one_looked_at_is_refused()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var draft = await agency.Draft(await agency.Owner.Writes("When?"));
        (await agency.Owner.Reviews("escalate(draftId: ID, reason: \"ask Olga\")", draft))["status"].ShouldBe("ESCALATED");

        (await agency.Owner.Reviews("approveReply(draftId: ID, version: 1)", draft)).Refusal.ShouldBe("DRAFT_CHANGED");
        (await agency.Owner.Reviews("escalate(draftId: ID)", draft)).Refusal.ShouldBe("ALREADY_ESCALATED");
        (await agency.Owner.Reviews("approveReply(draftId: ID, version: 2)", draft))["status"].ShouldBe("SENT");
    }

    [Fact]
    public async Task A_newer_message_and_a_persons_own_answer_supersede_a_draft()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var first = await agency.Owner.Writes("When?");
        var draft = await agency.Draft(first);
        await agency.Owner.Writes("Never mind", first.Conversation());
        (await agency.Owner.Reviews("approveReply(draftId: ID)", draft)).Refusal.ShouldBe("DRAFT_SUPERSEDED");

        var second = await agency.Owner.Writes("When, though?");
        draft = await agency.Draft(second);
        await agency.Owner.Answers(second.Conversation(), "On Tuesday.");
        var refused = await agency.Owner.Reviews("rejectReply(draftId: ID)", draft);
        refused.Refusal.ShouldBe("DRAFT_SUPERSEDED");
        ((string?)refused.Error!["extensions"]!["reviewedBy"]).ShouldBe("Olga Owner");
    }

    [Fact]
    public async Task An_escalated_draft_without_words_needs_some()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var draft = await agency.Draft(await agency.Owner.Writes("When?"), "", "ESCALATED");

        (await agency.Owner.Reviews("approveReply(draftId: ID)", draft)).Refusal.ShouldBe("BAD_USER_INPUT");
        (await agency.Owner.Reviews("approveReply(draftId: ID, edited: \"Tuesday.\")", draft))["status"].ShouldBe("SENT");
    }

    [Fact]
    public async Task The_queue_is_by_rank_and_within_a_rank_the_oldest_first_page_by_page()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var now = agency.Door.Clock.GetUtcNow();
        var drafts = new List<(Guid Id, int Rank, int Age)>();
        foreach (var (urgency, sentiment, rank) in new[] { ("LOW", "NEUTRAL", 2), ("HIGH", "NEGATIVE", 7), ("NORMAL", "NEGATIVE", 5), ("HIGH", "POSITIVE", 6), ("NORMAL", "NEUTRAL", 4), ("LOW", "NEGATIVE", 3) })
        {
            for (var age = 0; age < 3; age++)
            {
                drafts.Add((await agency.Draft(await agency.Owner.Writes("?"), urgency: urgency, sentiment: sentiment, at: now.AddMinutes(-age)), rank, age));
            }
        }

        var expected = drafts.OrderByDescending(draft => draft.Rank).ThenByDescending(draft => draft.Age).Select(draft => (draft.Id.ToString(), draft.Rank));
        var seen = new List<(string, int)>();
        string? after = null;
        do
        {
            var page = (await agency.Owner.Asks(
                "query($after: String) { drafts(first: 4, after: $after) { nodes { id rank message { body } conversation { id } } pageInfo { hasNextPage endCursor } } }", new { after })).Only!;
            seen.AddRange(page["nodes"]!.AsArray().Select(node => ((string)node!["id"]!, (int)node["rank"]!)));
            after = (bool)page["pageInfo"]!["hasNextPage"]! ? (string?)page["pageInfo"]!["endCursor"] : null;
        }
        while (after is not null);

        seen.ShouldBe(expected);
        (await agency.Owner.Asks("{ drafts(status: ESCALATED) { nodes { id } } }")).Only!["nodes"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_agency_and_customers_review_nothing()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var other = await Talk.AgencyWithoutCopilot();
        var draft = await agency.Draft(await agency.Owner.Writes("When?"));

        (await other.Owner.Reviews("approveReply(draftId: ID)", draft)).Refusal.ShouldBe("NO_SUCH_DRAFT");
        (await other.Owner.Reviews("rejectReply(draftId: ID)", draft)).Refusal.ShouldBe("NO_SUCH_DRAFT");
        (await (await agency.Applicant()).Reviews("approveReply(draftId: ID)", draft)).Refusal.ShouldBe("STAFF_ONLY");
        (await other.Owner.Asks($"{{ draft(id: \"{draft}\") {{ id }} }}")).Only.ShouldBeNull();
    }
}
