using System.Text.Json;
using System.Text.Json.Nodes;
using Doorward.Support.Copilot;
using Doorward.Support.Copilot.Models;
using Doorward.Support.Copilot.Outside;
using Doorward.Support.Copilot.Runs;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Support.Tests.Copilot.Outside;

/// <summary>Drafts that a worker outside makes: taken for what they are worth, and no more.</summary>
public sealed class OutsideTests
{
    private const string Question = "Hello, how much is the deposit?";

    [Fact]
    public async Task A_draft_that_rests_on_what_it_cites_is_suggested_as_one_of_our_own_would_be()
    {
        var workshop = await Workshop.Open();
        var asked = await workshop.Letters.Write(Question);
        var sent = await workshop.Sends(workshop.Draft(asked, Workshop.Courtesy("Hello,"), workshop.Cites(Letters.Deposit), Workshop.Courtesy("Please write back if you have any other question.")));
        var draft = await workshop.Letters.Draft(asked.Message);

        ((string?)draft["status"]).ShouldBe("SUGGESTED", draft.ToJsonString());
        ((string?)draft["body"]).ShouldBe($"Hello,\n\n{Letters.Deposit}\n\nPlease write back if you have any other question.");
        ((string?)draft["sentences"]![1]!["citation"]!["quote"]).ShouldBe(Letters.Deposit);
        ((int)draft["sentences"]![1]!["citation"]!["start"]!).ShouldBe("# Deposits\n\n".Length);
        ((bool)draft["verdicts"]!["grounded"]!).ShouldBeTrue();
        var run = await workshop.Letters.Run(asked.Message);
        ((string?)run["model"], (string?)run["event_id"], (string?)run["draft_id"], (string?)run["outcome"]).ShouldBe(("outside-1", sent.ToString(), (string?)draft["id"], "confident"));
        (await workshop.Agency.Log("draft.ready", "draft.escalated")).ShouldBe(["draft.ready"]);
        (await workshop.Agency.Scalar<string>("SELECT traceparent FROM events.log WHERE organization_id = @Id AND type = 'draft.ready'"))
            .ShouldStartWith("00-0af7651916cd43dd8448eb211c80319c-", customMessage: "it goes on in the worker's trace");
        // The worker may have been quicker than the subscriber that sees to it that somebody answers.
        (await Eventually.Is(async () => await workshop.Letters.Count(
            "SELECT count(*) FROM events.jobs WHERE organization_id = $1 AND kind = 'copilot.silence' AND due_at > now() + interval '50 minutes'") == 1, TimeSpan.FromMinutes(1))).ShouldBeTrue();
        (await workshop.Letters.Count("SELECT count(*) FROM events.jobs WHERE organization_id = $1 AND kind = 'copilot.draft'")).ShouldBe(0, "nobody else drafts");
    }

    [Fact]
    public async Task Slots_that_it_offers_are_looked_up_and_held()
    {
        var workshop = await Workshop.Open();
        var (maria, mariaHerself) = await workshop.Letters.Applicant();
        var owner = workshop.Agency.Owner;
        var property = await owner.CreatesProperty();
        var starts = workshop.Agency.Tomorrow();
        var slot = (await owner.Opens(property, starts)).Id;
        (await mariaHerself.Books((await owner.Opens(property, starts.AddDays(2))).Id)).Code.ShouldBe(201);
        var booking = Guid.Parse((string)(await mariaHerself.Get("bookings")).Body!["bookings"]![0]!["id"]!);
        var asked = await workshop.Letters.Write("Could I visit the flat tomorrow?", applicant: maria);
        var draft = workshop.Draft(
            asked, Workshop.States("A visit to Rua das Flores 12, Lisboa is possible.", "slot", slot, starts), Workshop.States("Your visit is confirmed.", "booking", booking),
            Workshop.States("Rua das Flores 12 is at Lisboa.", "property", property));
        draft["offers"] = new JsonArray(slot);
        await workshop.Sends(draft);
        var stored = await workshop.Letters.Draft(asked.Message);

        ((string?)stored["status"]).ShouldBe("SUGGESTED", stored.ToJsonString());
        ((string?)stored["offers"]![0]!["slot_id"]).ShouldBe(slot.ToString());
        stored["offers"]![0]!["held_until"].ShouldNotBeNull();
        stored["sentences"]!.AsArray().Select(sentence => (string?)sentence!["fact"]!["kind"]).ShouldBe(["slot", "booking", "property"]);
        (await (await workshop.Agency.Applicant("Rui")).Books(slot)).Outcome.ShouldBe("slot_held");
    }

    [Fact]
    public async Task What_it_says_without_ground_is_escalated_with_the_verdict_and_never_shown()
    {
        var workshop = await Workshop.Open();
        var stranger = await Workshop.Open();
        await workshop.Letters.Publishes("inside.md", "---\ntitle: Inside\naudience: internal\n---\n\nThe landlord takes one month less.\n");
        var inside = Guid.Parse((string)(await workshop.Letters.Find("SELECT to_jsonb(d) FROM support.documents d WHERE organization_id = $1 AND path = 'inside.md' AND $2::uuid IS NOT NULL", Guid.Empty))!["id"]!);
        await stranger.Letters.Publishes("deposits.md", "# Deposits\n\nThe deposit is a hundred months' rent.\n");
        (JsonObject Sentence, string Finding)[] wrong =
        [
            (workshop.Cites("The deposit is three months' rent."), "no_such_passage"),
            (workshop.Cites(Letters.Deposit, "The deposit is 5 months' rent."), "number_not_in_source"),
            (workshop.Cites("The landlord takes one month less.", document: inside), "no_such_passage"),
            (workshop.Cites(Letters.Deposit, document: stranger.Document), "no_such_passage"),
            (workshop.Cites(Letters.Deposit, version: 2), "no_such_passage"),
            (Workshop.Courtesy("The deposit is two months' rent."), "courtesy_carries_facts"),
            (new JsonObject { ["text"] = "The deposit is two months' rent." }, "no_single_source"),
            (Workshop.States("A visit is possible.", "slot", Guid.CreateVersion7(), workshop.Agency.Tomorrow()), "no_such_fact"),
        ];
        foreach (var (sentence, finding) in wrong)
        {
            var asked = await workshop.Letters.Write(Question);
            await workshop.Sends(workshop.Draft(asked, sentence));
            var draft = await workshop.Letters.Draft(asked.Message);

            ((string?)draft["status"], (string?)draft["body"]).ShouldBe(("ESCALATED", ""), sentence.ToJsonString());
            ((string?)draft["verdicts"]!["decision"]!["code"]).ShouldBe("refused_by_guard");
            draft["verdicts"]!["findings"]!.AsArray().Select(one => (string?)one!["code"]).ShouldContain(finding);
        }

        (await workshop.Agency.Log("draft.ready")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_document_that_says_something_else_by_now_is_not_cited_as_it_was()
    {
        var workshop = await Workshop.Open();
        var asked = await workshop.Letters.Write(Question);
        await workshop.Letters.Publishes("deposits.md", "# Deposits\n\nThe deposit is one month's rent.\n");
        await workshop.Sends(workshop.Draft(asked, workshop.Cites(Letters.Deposit)));

        ((string?)(await workshop.Letters.Draft(asked.Message))["status"]).ShouldBe("ESCALATED");
    }

    [Fact]
    public async Task What_the_worker_gives_to_people_comes_with_its_reason_and_with_what_it_would_have_said()
    {
        var workshop = await Workshop.Open();
        var (empty, full) = (await workshop.Letters.Write(Question), await workshop.Letters.Write(Question));
        var nothing = workshop.Draft(empty);
        nothing["reason"] = "Too hard for me.";
        var something = workshop.Draft(full, workshop.Cites(Letters.Deposit));
        something["reason"] = "Look at this.";
        await workshop.Sends(nothing, "draft.escalated");
        await workshop.Sends(something, "draft.escalated");
        var (first, second) = (await workshop.Letters.Draft(empty.Message), await workshop.Letters.Draft(full.Message));

        ((string?)first["status"], (string?)first["reason"], (string?)first["body"]).ShouldBe(("ESCALATED", "Too hard for me.", ""));
        ((string?)second["status"], (string?)second["reason"], (string?)second["body"]).ShouldBe(("ESCALATED", "Look at this.", Letters.Deposit));
        ((string?)second["verdicts"]!["decision"]!["code"]).ShouldBe("external_escalated");
    }

    [Fact]
    public async Task However_often_and_in_whatever_order_they_come_each_message_has_one_draft()
    {
        var workshop = await Workshop.Open();
        var first = await workshop.Letters.Write(Question);
        var second = await workshop.Letters.Write("How much is the deposit, please?", first.Conversation);
        var (about1, about2) = (workshop.Draft(first, workshop.Cites(Letters.Deposit)), workshop.Draft(second, workshop.Cites(Letters.Deposit)));

        var id = await workshop.Sends(about2);
        await workshop.Letters.Draft(second.Message);
        await workshop.Sends(about1);
        await workshop.Sends(about2, eventId: id);
        await workshop.Sends(about2);
        await workshop.Sends(about1);
        await workshop.Settles();

        (await workshop.Letters.Count("SELECT count(*) FROM support.drafts WHERE organization_id = $1")).ShouldBe(1);
        (await workshop.Letters.Count("SELECT count(*) FROM support.runs WHERE organization_id = $1")).ShouldBe(2, "the draft, and the one that came too late to be one");
        (await workshop.Agency.Log("draft.ready", "draft.escalated", "draft.superseded")).ShouldBe(["draft.ready", "draft.superseded"]);
        ((string?)(await workshop.Letters.FindDraft(second.Message))!["status"]).ShouldBe("SUGGESTED");
        (await workshop.Letters.Count("SELECT count(*) FROM events.jobs WHERE organization_id = $1 AND dead_at IS NOT NULL")).ShouldBe(0);
    }

    [Fact]
    public async Task What_answers_nothing_of_ours_is_a_dead_letter_with_its_reason()
    {
        var workshop = await Workshop.Open();
        var stranger = await Workshop.Open();
        var asked = await workshop.Letters.Write(Question);
        var other = await workshop.Letters.Write(Question);
        var reply = await workshop.Letters.Write("We write ourselves.", asked.Conversation, author: "STAFF");

        var foreign = workshop.Draft(asked, workshop.Cites(Letters.Deposit));
        foreign["organization_id"] = stranger.Agency.Id;
        (await workshop.DeadLetter((await workshop.Sends(foreign)).ToString())).ShouldContain("no_such_message");
        (await workshop.DeadLetter((await workshop.Sends(workshop.Draft((other.Conversation, asked.Message), workshop.Cites(Letters.Deposit)))).ToString())).ShouldContain("wrong_conversation");
        (await workshop.DeadLetter((await workshop.Sends(workshop.Draft((asked.Conversation, reply.Message), workshop.Cites(Letters.Deposit)))).ToString())).ShouldContain("no_such_message");
        (await workshop.Letters.Count("SELECT count(*) FROM support.drafts WHERE organization_id = $1")).ShouldBe(0);
        (await stranger.Letters.Count("SELECT count(*) FROM support.drafts WHERE organization_id = $1")).ShouldBe(0);
    }

    [Fact]
    public async Task Every_breach_of_the_contract_is_named()
    {
        var workshop = await Workshop.Open();
        var asked = await workshop.Letters.Write(Question);
        (Action<JsonObject> Breaks, string Says)[] breaches =
        [
            (draft => draft.Remove("message_id"), "payload.draft.message_id must be there. (missing)"),
            (draft => draft["message_id"] = "no uuid", "payload.draft.message_id must be a uuid. (wrong_format)"),
            (draft => draft["sentences"] = "text", "payload.draft.sentences must be of type array. (wrong_type)"),
            (draft => draft["sentences"]![0]!["text"] = "", "payload.draft.sentences[0].text must have 1 characters at least. (too_short)"),
            (draft => draft["sentences"]![0]!["citation"]!["version"] = 0, "payload.draft.sentences[0].citation.version must be 1 at least. (out_of_range)"),
            (draft => draft["sentences"]![0]!["fact"] = new JsonObject { ["kind"] = "rumour" }, "must be one of slot, booking, property, nothing_free, nothing_booked. (not_one_of)"),
            (draft => draft["confidence"] = 2, "payload.draft.confidence must be 1 at most. (out_of_range)"),
            (draft => draft["status"] = "SENT", "payload.draft has a member that the contract does not name. (unknown_member)"),
            (draft => draft["sentences"] = new JsonArray([.. Enumerable.Range(0, 61).Select(_ => (JsonNode)Workshop.Courtesy("Hello,"))]), "(too_many)"),
            (draft => draft["sentences"] = new JsonArray(), "payload.draft.sentences must hold what would be sent. (too_few)"),
        ];
        foreach (var (breaks, says) in breaches)
        {
            var draft = workshop.Draft(asked, workshop.Cites(Letters.Deposit));
            breaks(draft);
            (await workshop.DeadLetter((await workshop.Sends(draft)).ToString())).ShouldContain(says);
        }

        var several = workshop.Draft(asked, workshop.Cites(Letters.Deposit));
        (several["model"], several["confidence"]) = (null, "high");
        var reason = await workshop.DeadLetter((await workshop.Sends(several, "draft.sent")).ToString());
        reason.ShouldContain("type must be draft.ready or draft.escalated.");
        reason.ShouldContain("payload.draft.model");
        reason.ShouldContain("payload.draft.confidence");
        reason.ShouldNotContain("high", customMessage: "what came may be anybody's");
        (await workshop.Letters.FindDraft(asked.Message)).ShouldBeNull();
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("[1,2]")]
    [InlineData("7")]
    [InlineData("{\"draft\":{\"model\":\"a\\u0000b\"}}")]
    [InlineData("{\"draft\":{\"model\":\"a\\ud800b\"}}")]
    [InlineData("{\"draft\":{\"confidence\":1e200000}}")]
    [InlineData("{\"draft\":1,\"draft\":2}")]
    [InlineData("{\"draft\":[[[[[[[[[[[[[[]]]]]]]]]]]]]]}")]
    [InlineData(null)]
    public async Task Whatever_comes_is_refused_and_holds_up_nothing(string? payload)
    {
        var workshop = await Workshop.Open();
        var id = Guid.CreateVersion7().ToString();
        await workshop.Arrives("draft.ready", id, payload);

        (await workshop.DeadLetter(id)).ShouldContain("breaks the contract");
    }

    [Fact]
    public async Task Doorwards_own_events_are_told_apart_by_having_no_draft()
    {
        var workshop = await Workshop.Open();
        var id = Guid.CreateVersion7().ToString();
        await workshop.Arrives("draft.ready", id, JsonSerializer.Serialize(new { id, type = "draft.ready", organization_id = workshop.Agency.Id, after = new { status = "SUGGESTED" } }));

        await using var command = workshop.Agency.Door.Database.CreateCommand("SELECT count(*) FROM events.jobs WHERE key = $1");
        command.Parameters.Add(Letters.Is(id));
        (await command.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Fact]
    public async Task A_message_that_no_draft_comes_for_goes_to_people_and_what_comes_then_is_too_late()
    {
        await using var desk = await Desk.Open(services: services => services.AddSingleton(new CopilotSettings(true, 1)));
        var workshop = await Workshop.Open(desk);
        var asked = await workshop.Letters.Write("I want to speak to a human.");
        var draft = await workshop.Letters.Draft(asked.Message);

        ((string?)draft["status"], (string?)draft["verdicts"]!["decision"]!["code"]).ShouldBe(("ESCALATED", "external_copilot_silent"));
        ((string?)draft["reason"]).ShouldBe("The outside copilot has sent no draft in time.");
        await workshop.Sends(workshop.Draft(asked, workshop.Cites(Letters.Deposit)));
        await workshop.Settles();
        ((string?)(await workshop.Letters.FindDraft(asked.Message))!["status"]).ShouldBe("ESCALATED");
        (await workshop.Letters.Count("SELECT count(*) FROM support.runs WHERE organization_id = $1")).ShouldBe(1);
        (await workshop.Agency.Log("draft.ready", "draft.escalated", "draft.superseded")).ShouldBe(["draft.escalated"]);
    }

    [Fact]
    public async Task Where_the_draft_came_in_time_the_end_of_the_patience_changes_nothing()
    {
        var workshop = await Workshop.Open();
        var asked = await workshop.Letters.Write(Question);
        await workshop.Sends(workshop.Draft(asked, workshop.Cites(Letters.Deposit)));
        await workshop.Letters.Draft(asked.Message);
        await workshop.Letters.Do("UPDATE events.jobs SET due_at = now() WHERE organization_id = $1 AND kind = 'copilot.silence'", Letters.Is(workshop.Agency.Id));
        (await Eventually.Is(async () => await workshop.Letters.Count("SELECT count(*) FROM events.jobs WHERE organization_id = $1 AND kind = 'copilot.silence'") == 0, TimeSpan.FromSeconds(60))).ShouldBeTrue();

        ((string?)(await workshop.Letters.FindDraft(asked.Message))!["status"]).ShouldBe("SUGGESTED");
        (await workshop.Letters.Count("SELECT count(*) FROM support.runs WHERE organization_id = $1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_replay_takes_the_draft_as_it_came_and_judges_it_again()
    {
        var workshop = await Workshop.Open();
        var asked = await workshop.Letters.Write(Question);
        await workshop.Sends(workshop.Draft(asked, workshop.Cites(Letters.Deposit)));
        var draft = Guid.Parse((string)(await workshop.Letters.Draft(asked.Message))["id"]!);
        var replays = new Replays(workshop.Agency.Door.Database, ModelSettings.None, TimeProvider.System);

        var replayed = (await replays.Repeat(draft, recorded: false, CancellationToken.None)).ShouldNotBeNull();
        replayed.Note.ShouldNotBeNull().ShouldContain("outside-1");
        replayed.Now.ShouldBe(replayed.Then);
        replayed.Differences.ShouldBeEmpty();

        await workshop.Letters.Do(
            "UPDATE support.runs SET record = jsonb_set(record, '{policy,threshold}', '1') WHERE organization_id = $1", Letters.Is(workshop.Agency.Id));
        (await replays.Repeat(draft, recorded: true, CancellationToken.None))!.Now.ShouldStartWith("ESCALATED below_threshold");
    }

    [Fact]
    public async Task What_was_refused_goes_with_the_customer_whom_it_speaks_of()
    {
        var workshop = await Workshop.Open();
        var maria = await workshop.Agency.Applicant();
        var message = await maria.Writes(Question);
        var draft = workshop.Draft((message.Conversation(), message.Id), workshop.Cites(Letters.Deposit, "Dear Maria Alves, …"));
        draft["confidence"] = 7;
        var id = (await workshop.Sends(draft)).ToString();
        await workshop.DeadLetter(id);

        (await maria.Delete("me")).Code.ShouldBe(204);

        (await workshop.Letters.Count("SELECT count(*) FROM events.jobs WHERE organization_id = $1 AND kind = 'copilot.outside'")).ShouldBe(0);
    }

    [Fact]
    public void What_the_contract_shows_keeps_to_it()
    {
        foreach (var message in OutsideContract.Stream.Messages)
        {
            new OutsideEntry("1-0", message.Type, Guid.Empty.ToString(), JsonElement.Parse(message.Example)).Check().Problems.ShouldBeEmpty();
        }
    }
}
