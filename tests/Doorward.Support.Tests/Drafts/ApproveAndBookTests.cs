using Doorward.Testing;

namespace Doorward.Support.Tests.Drafts;

[Trait(TestBus.Trait, TestBus.Both)]
public sealed class ApproveAndBookTests
{
    [Fact]
    public async Task One_approval_sends_the_reply_and_books_the_visit()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var property = await agency.Owner.CreatesProperty();
        var slot = (await agency.Owner.Opens(property, agency.Tomorrow())).Id;
        var maria = await agency.Applicant("Maria Alves");
        var message = await maria.Writes("Can I see it tomorrow?");
        var draft = await agency.Draft(message, "Yes, tomorrow at ten.");

        (await agency.Owner.Reviews($"approveReply(draftId: ID, slotId: \"{slot}\")", draft))["status"].ShouldBe("SENT");

        var seen = await maria.Asks("query($id: ID!) { conversation(id: $id) { messages(last: 1) { nodes { body } } visits { slotId status } } }", new { id = message.Conversation() });
        ((string?)seen.Only!["messages"]!["nodes"]![0]!["body"]).ShouldBe("Yes, tomorrow at ten.");
        ((string?)seen.Only["visits"]![0]!["slotId"]).ShouldBe(slot.ToString());
        (await agency.Log("reply.sent", "booking.confirmed")).ShouldBe(["booking.confirmed", "reply.sent"], ignoreOrder: true);
        (await agency.Scalar<long>("SELECT count(DISTINCT tx) FROM events.log WHERE organization_id = @Id AND type IN ('reply.sent', 'draft.sent', 'booking.confirmed')")).ShouldBe(1);
        (await agency.Scalar<bool>("""
            SELECT (after->>'booking_id')::uuid = (SELECT id FROM visits.bookings WHERE organization_id = @Id) FROM events.log WHERE organization_id = @Id AND type = 'draft.sent'
            """)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_slot_that_is_gone_refuses_the_approval_with_alternatives_and_nothing_was_sent()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var property = await agency.Owner.CreatesProperty();
        var slot = (await agency.Owner.Opens(property, agency.Tomorrow())).Id;
        var free = (await agency.Owner.Opens(property, agency.Tomorrow(2))).Id;
        var maria = await agency.Applicant("Maria");
        var message = await maria.Writes("Can I see it tomorrow?");
        var draft = await agency.Draft(message);
        await (await agency.Applicant("Rui")).Books(slot);

        var refused = await agency.Owner.Reviews($"approveReply(draftId: ID, slotId: \"{slot}\")", draft);

        refused.Refusal.ShouldBe("SLOT_TAKEN");
        refused.Error!["extensions"]!["alternatives"]!.AsArray().Select(alternative => (string?)alternative!["slotId"]).ShouldBe([free.ToString()]);
        (await agency.Owner.Looks(message.Conversation())).Only!["messages"]!["nodes"]!.AsArray().Count.ShouldBe(1);
        (await agency.Owner.Asks($"{{ draft(id: \"{draft}\") {{ status }} }}"))["status"].ShouldBe("SUGGESTED");
        (await agency.Owner.Reviews($"approveReply(draftId: ID, slotId: \"{free}\")", draft))["status"].ShouldBe("SENT");
    }

    [Fact]
    public async Task Many_approvals_of_many_drafts_for_one_slot_book_it_once_and_send_one_reply()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var property = await agency.Owner.CreatesProperty();
        for (var round = 0; round < 5; round++)
        {
            var slot = (await agency.Owner.Opens(property, agency.Tomorrow(round))).Id;
            var applicants = await agency.Applicants(8);
            var messages = await Task.WhenAll(applicants.Select(applicant => applicant.Writes("Me?")));
            var drafts = await Task.WhenAll(messages.Select(message => agency.Draft(message)));

            var answers = await Task.WhenAll(drafts.Select(draft => agency.Owner.Reviews($"approveReply(draftId: ID, slotId: \"{slot}\")", draft)));

            answers.Count(answer => answer.Refusal is null).ShouldBe(1);
            answers.Where(answer => answer.Refusal is not null).ShouldAllBe(answer => answer.Refusal == "SLOT_TAKEN");
        }

        (await agency.Scalar<long>("SELECT count(*) FROM support.messages WHERE organization_id = @Id AND author = 'STAFF'")).ShouldBe(5);
        (await agency.Scalar<long>("SELECT count(*) FROM visits.bookings WHERE organization_id = @Id AND status = 'confirmed'")).ShouldBe(5);
    }

    [Fact]
    public async Task Two_people_who_approve_with_two_slots_book_one()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var property = await agency.Owner.CreatesProperty();
        var maria = await agency.Applicant();
        for (var round = 0; round < 5; round++)
        {
            var slots = new[] { (await agency.Owner.Opens(property, agency.Tomorrow(round))).Id, (await agency.Owner.Opens(property, agency.Tomorrow(round).AddDays(1))).Id };
            var draft = await agency.Draft(await maria.Writes("When?"));

            var answers = await Task.WhenAll(slots.Select(slot => agency.Owner.Reviews($"approveReply(draftId: ID, slotId: \"{slot}\")", draft)));

            answers.Count(answer => answer.Refusal is null).ShouldBe(1);
            answers.Count(answer => answer.Refusal == "DRAFT_ALREADY_REVIEWED").ShouldBe(1);
        }

        (await agency.Scalar<long>("SELECT count(*) FROM visits.bookings WHERE organization_id = @Id")).ShouldBe(5);
    }

    [Fact]
    public async Task Of_many_who_approve_with_the_slot_that_is_offered_one_succeeds_and_the_others_are_told_who_did_what()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var property = await agency.Owner.CreatesProperty();
        var maria = await agency.Applicant();
        for (var round = 0; round < 5; round++)
        {
            var slot = (await agency.Owner.Opens(property, agency.Tomorrow(round))).Id;
            var draft = await agency.Draft(await maria.Writes("When?"));

            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => agency.Owner.Reviews($"approveReply(draftId: ID, slotId: \"{slot}\", version: 1)", draft)));

            answers.Count(answer => answer.Refusal is null).ShouldBe(1);
            foreach (var late in answers.Append(await agency.Owner.Reviews($"approveReply(draftId: ID, slotId: \"{slot}\")", draft)).Where(answer => answer.Refusal is not null))
            {
                late.Refusal.ShouldBe("DRAFT_ALREADY_REVIEWED");
                ((string?)late.Error!["extensions"]!["status"]).ShouldBe("SENT");
                ((string?)late.Error["extensions"]!["reviewedBy"]).ShouldNotBeNull();
            }
        }

        (await agency.Scalar<long>("SELECT count(*) FROM visits.bookings WHERE organization_id = @Id")).ShouldBe(5);
        (await agency.Scalar<long>("SELECT count(*) FROM support.messages WHERE organization_id = @Id AND author = 'STAFF'")).ShouldBe(5);
    }

    [Fact]
    public async Task A_superseded_draft_is_called_so_whatever_became_of_its_slot()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var slot = (await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow())).Id;
        var maria = await agency.Applicant("Maria");
        var message = await maria.Writes("Can I see it tomorrow?");
        var draft = await agency.Draft(message);
        await maria.Books(slot);
        (await agency.Owner.Answers(message.Conversation(), "See you then.")).Refusal.ShouldBeNull();

        (await agency.Owner.Reviews($"approveReply(draftId: ID, slotId: \"{slot}\")", draft)).Refusal.ShouldBe("DRAFT_SUPERSEDED");
    }

    [Fact]
    public async Task A_customer_who_is_no_applicant_is_linked_first()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var property = await agency.Owner.CreatesProperty();
        var slot = (await agency.Owner.Opens(property, agency.Tomorrow())).Id;
        var message = await agency.Owner.Writes("Can I come?");
        var draft = await agency.Draft(message);
        (await agency.Owner.Reviews($"approveReply(draftId: ID, slotId: \"{slot}\")", draft)).Refusal.ShouldBe("CONVERSATION_WITHOUT_APPLICANT");

        var applicant = (await agency.Owner.Post("applicants", new { external_id = "crm-9", name = "Maria", email = "m@example.com", risk_level = "LOW" })).Id;
        (await agency.Owner.Does($"linkApplicant(conversationId: ID, applicantId: \"{applicant}\")", message.Conversation())).Refusal.ShouldBeNull();
        (await agency.Owner.Reviews($"approveReply(draftId: ID, slotId: \"{slot}\")", draft))["status"].ShouldBe("SENT");
    }

    [Fact]
    public async Task Another_agencys_slot_is_not_found()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var other = await Talk.AgencyWithoutCopilot();
        var slot = (await other.Owner.Opens(await other.Owner.CreatesProperty(), agency.Tomorrow())).Id;
        var draft = await agency.Draft(await (await agency.Applicant()).Writes("Can I come?"));

        (await agency.Owner.Reviews($"approveReply(draftId: ID, slotId: \"{slot}\")", draft)).Refusal.ShouldBe("NO_SUCH_SLOT");
    }
}
