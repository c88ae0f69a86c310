using System.Text.Json.Nodes;
using Doorward.Support.Tests.Copilot;
using Doorward.Testing;

namespace Doorward.Support.Tests.Drafts;

/// <summary>The slots that a draft offers are held for its customer for as long as it may be what is sent next.</summary>
[Trait(TestBus.Trait, TestBus.Both)]
public sealed class HoldTests
{
    private const string Wish = "Could I visit the flat, please?";

    [Fact]
    public async Task A_draft_holds_what_it_offers_for_its_customer_and_for_nobody_else()
    {
        var letters = await Letters.Open();
        var slot = await Slot(letters);
        var (maria, rui) = (await letters.Agency.Applicant("Maria"), await letters.Agency.Applicant("Rui"));
        var draft = await Draft(letters, maria);

        Offers(draft).ShouldBe([(slot, true)]);
        (await rui.Books(slot)).Outcome.ShouldBe("slot_held");
        ((string?)(await letters.Agency.Owner.Get($"slots/{slot}")).Only["status"]).ShouldBe("held");
        (await maria.Books(slot)).Code.ShouldBe(201, "it is held for her, however she comes");
    }

    [Theory]
    [InlineData("rejected")]
    [InlineData("escalated by a person")]
    [InlineData("superseded by a newer message")]
    [InlineData("superseded by a person's own answer")]
    [InlineData("sent without a visit")]
    public async Task What_a_draft_held_is_given_back_when_it_is(string what)
    {
        var letters = await Letters.Open();
        var slot = await Slot(letters);
        var (owner, maria, rui) = (letters.Agency.Owner, await letters.Agency.Applicant("Maria"), await letters.Agency.Applicant("Rui"));
        var message = await maria.Writes(Wish);
        var draft = Guid.Parse((string)(await letters.Draft(message.Id))["id"]!);
        (await rui.Books(slot)).Outcome.ShouldBe("slot_held");

        _ = what switch
        {
            "rejected" => await owner.Reviews("rejectReply(draftId: ID)", draft),
            "escalated by a person" => await owner.Reviews("escalate(draftId: ID)", draft),
            "superseded by a newer message" => await maria.Writes("Thank you very much!", to: message.Conversation()),
            "superseded by a person's own answer" => await owner.Answers(message.Conversation(), "I will call you."),
            _ => await owner.Reviews("approveReply(draftId: ID)", draft),
        };

        (await Eventually.Is(async () => (await rui.Books(slot)).Code == 201, TimeSpan.FromSeconds(60))).ShouldBeTrue();
    }

    [Fact]
    public async Task Approving_with_one_slot_books_it_and_gives_the_others_back()
    {
        var letters = await Letters.Open();
        var (first, second) = (await Slot(letters), await Slot(letters, 3));
        var (maria, rui) = (await letters.Agency.Applicant("Maria"), await letters.Agency.Applicant("Rui"));
        var message = await maria.Writes(Wish);
        var draft = await letters.Draft(message.Id);
        Offers(draft).ShouldBe([(first, true), (second, true)], ignoreOrder: true);

        (await letters.Agency.Owner.Reviews($"approveReply(draftId: ID, slotId: \"{first}\")", Guid.Parse((string)draft["id"]!)))["status"].ShouldBe("SENT");

        (await Eventually.Is(async () => (await rui.Books(second)).Code == 201, TimeSpan.FromSeconds(60))).ShouldBeTrue();
        (await rui.Books(first)).Outcome.ShouldBe("slot_taken");
        var visits = await maria.Asks("query($id: ID!) { conversation(id: $id) { visits { slotId status } } }", new { id = message.Conversation() });
        ((string?)visits.Only!["visits"]![0]!["slotId"]).ShouldBe(first.ToString());
    }

    [Fact]
    public async Task A_hold_that_nobody_met_lapses_with_the_policys_time()
    {
        await using var desk = await Desk.Open();
        var letters = await Letters.Open(desk);
        var slot = await Slot(letters, 24 * 5);
        var (maria, rui) = (await letters.Agency.Applicant("Maria"), await letters.Agency.Applicant("Rui"));
        await Draft(letters, maria);
        (await rui.Books(slot)).Outcome.ShouldBe("slot_held");

        desk.Clock.Advance(TimeSpan.FromHours(23));
        (await rui.Books(slot)).Outcome.ShouldBe("slot_held");
        desk.Clock.Advance(TimeSpan.FromHours(2));
        (await rui.Books(slot)).Code.ShouldBe(201);
    }

    [Fact]
    public async Task A_customer_holds_three_slots_at_the_most_whatever_they_write()
    {
        var letters = await Letters.Open();
        for (var n = 0; n < 8; n++)
        {
            await Slot(letters, 2 * n);
        }

        var maria = await letters.Agency.Applicant("Maria");
        var drafts = new List<JsonObject>();
        for (var n = 0; n < 3; n++)
        {
            drafts.Add(await Draft(letters, maria));
        }

        Offers(drafts[0]).ShouldAllBe(offer => offer.IsHeld);
        Offers(drafts[0]).Count.ShouldBe(3);
        (await Held(letters)).ShouldBe(3);
        Offers(drafts[2]).ShouldNotBeEmpty("what is not held is offered all the same");
    }

    [Fact]
    public async Task Of_two_drafts_that_want_one_slot_one_has_it_and_the_other_offers_another()
    {
        var letters = await Letters.Open();
        for (var round = 0; round < 3; round++)
        {
            // As many slots as one draft offers: whoever is second finds none of them.
            var slots = new List<Guid>();
            for (var n = 0; n < 3; n++)
            {
                slots.Add(await Slot(letters, (24 * round) + n));
            }

            var (maria, rui) = (await letters.Agency.Applicant($"Maria {round}"), await letters.Agency.Applicant($"Rui {round}"));
            var messages = await Task.WhenAll(maria.Writes(Wish), rui.Writes(Wish));
            var offers = new List<(Guid Slot, bool IsHeld)>();
            foreach (var message in messages)
            {
                offers.AddRange(Offers(await letters.Draft(message.Id)));
            }

            offers.Where(offer => offer.IsHeld).Select(offer => offer.Slot).ShouldBeUnique();
            offers.Where(offer => offer.IsHeld).Select(offer => offer.Slot).ShouldBe(slots, ignoreOrder: true);
            foreach (var message in messages)
            {
                await letters.Agency.Owner.Reviews("rejectReply(draftId: ID)", Guid.Parse((string)(await letters.Draft(message.Id))["id"]!));
            }

            (await Eventually.Is(async () => await Held(letters) == 0, TimeSpan.FromSeconds(60))).ShouldBeTrue();
            foreach (var slot in slots)
            {
                await letters.Agency.Owner.CancelsSlot(slot);
            }
        }
    }

    private static async Task<Guid> Slot(Letters letters, int hour = 0)
    {
        var owner = letters.Agency.Owner;
        return (await owner.Opens(await owner.CreatesProperty(), letters.Agency.Tomorrow(hour))).Id;
    }

    private static async Task<JsonObject> Draft(Letters letters, Person customer) => await letters.Draft((await customer.Writes(Wish)).Id);

    private static List<(Guid Slot, bool IsHeld)> Offers(JsonObject draft) =>
        [.. draft["offers"]!.AsArray().Select(offer => (Guid.Parse((string)offer!["slot_id"]!), offer["held_until"] is not null))];

    private static Task<long> Held(Letters letters) => letters.Count("SELECT count(*) FROM visits.bookings WHERE organization_id = $1 AND status = 'held'");
}
