using Doorward.Testing;

namespace Doorward.Support.Tests.Drafts;

[Trait(TestBus.Trait, TestBus.Both)]
public sealed class DraftUpdatesTests
{
    private const string All = "subscription { draftUpdates { cursor type gap draft { id status message { body } conversation { id } } } }";

    [Fact]
    public async Task Each_update_tells_the_full_draft_and_a_client_that_comes_back_with_its_cursor_misses_nothing()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var cursor = (string)(await agency.Owner.Asks("{ liveCursor }")).Only!;
        var seen = new List<(string, string)>();
        var expected = new List<(string, string)>();

        for (var round = 0; round < 5; round++)
        {
            // half of it happens while nobody listens
            for (var n = 0; n < 2; n++)
            {
                var draft = await agency.Draft(await agency.Owner.Writes($"{round}/{n}"));
                await agency.Owner.Reviews("escalate(draftId: ID)", draft);
                await agency.Owner.Reviews("rejectReply(draftId: ID)", draft);
                expected.Add((draft.ToString(), "draft.escalated"));
                expected.Add((draft.ToString(), "draft.rejected"));
            }

            await using var socket = await GraphSocket.Subscribe(agency.Door, agency.Owner.Token, All.Replace("draftUpdates", $"draftUpdates(after: \"{cursor}\")"));
            while (seen.Count < expected.Count)
            {
                var update = (await socket.Update()).ShouldNotBeNull();
                ((bool)update["gap"]!).ShouldBeFalse();
                seen.Add(((string)update["draft"]!["id"]!, (string)update["type"]!));
                ((string?)update["draft"]!["message"]!["body"]).ShouldStartWith($"{round}/");
                cursor = (string)update["cursor"]!;
            }
        }

        seen.ShouldBe(expected);
    }

    [Fact]
    public async Task Nothing_of_another_conversation_or_agency_is_told()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var other = await Talk.AgencyWithoutCopilot();
        var ours = await agency.Owner.Writes("ours");
        var theirs = await agency.Owner.Writes("theirs");
        await using var socket = await GraphSocket.Subscribe(
            agency.Door, agency.Owner.Token,
            All.Replace("draftUpdates", $"draftUpdates(conversationId: \"{ours.Conversation()}\", after: \"{(string)(await agency.Owner.Asks("{ liveCursor }")).Only!}\")"));

        await agency.Owner.Reviews("rejectReply(draftId: ID)", await agency.Draft(theirs));
        await other.Owner.Reviews("rejectReply(draftId: ID)", await other.Draft(await other.Owner.Writes("far away")));
        var mine = await agency.Draft(ours);
        await agency.Owner.Reviews("rejectReply(draftId: ID)", mine);

        ((string?)(await socket.Update()).ShouldNotBeNull()["draft"]!["id"]).ShouldBe(mine.ToString());
    }

    [Fact]
    public async Task Strangers_may_not_connect_and_applicants_follow_no_drafts()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        await using var stranger = await GraphSocket.Subscribe(agency.Door, null, All);
        ((int?)stranger.Closed).ShouldBe(4403);

        await using var applicant = await GraphSocket.Subscribe(agency.Door, (await agency.Applicant()).Token, All);
        (await applicant.Update()).ShouldNotBeNull().ToJsonString().ShouldContain("STAFF_ONLY");
    }

    [Fact]
    public async Task A_customer_follows_their_own_conversation_and_is_told_only_what_is_said()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var maria = await agency.Applicant("Maria");
        var conversation = (await maria.Writes("Hello")).Conversation();
        var follow = $"subscription {{ conversationUpdates(conversationId: \"{conversation}\", after: \"{(string)(await maria.Asks("{ liveCursor }")).Only!}\") {{ type message {{ body author }} }} }}";
        await using var mine = await GraphSocket.Subscribe(agency.Door, maria.Token, follow);
        await using var rui = await GraphSocket.Subscribe(agency.Door, (await agency.Applicant("Rui")).Token, follow);

        await agency.Owner.Does("tag(conversationId: ID, tag: \"x\")", conversation);
        await agency.Owner.Asks($"mutation {{ addNote(conversationId: \"{conversation}\", body: \"hm\") {{ id }} }}");
        await agency.Owner.Answers(conversation, "Good morning");

        // A cursor of now is before whatever was not final when it was asked for: what was just said may come once more.
        var update = (await mine.Update()).ShouldNotBeNull();
        update = (string?)update["type"] == "message.created" ? (await mine.Update()).ShouldNotBeNull() : update;
        ((string?)update["type"]).ShouldBe("reply.sent");
        ((string?)update["message"]!["body"]).ShouldBe("Good morning");
        (await rui.Update()).ShouldNotBeNull().ToJsonString().ShouldContain("NO_SUCH_CONVERSATION");
    }

    [Fact]
    public async Task A_cursor_that_is_none_is_refused()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        await using var socket = await GraphSocket.Subscribe(agency.Door, agency.Owner.Token, All.Replace("draftUpdates", "draftUpdates(after: \"yesterday\")"));
        (await socket.Update()).ShouldNotBeNull().ToJsonString().ShouldContain("BAD_USER_INPUT");
    }
}
