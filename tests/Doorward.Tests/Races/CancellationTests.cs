using Doorward.Testing;
using static Doorward.Tests.Races.TwoNodes;

namespace Doorward.Tests.Races;

public sealed class CancellationTests
{
    private const int Rounds = 40;

    [Theory, InlineData(1), InlineData(2)]
    public async Task A_booking_and_the_cancelling_of_its_slot_end_in_exactly_one_of_the_two_orders(int nodes)
    {
        var (first, second) = await TwoNodes.Open();
        var elsewhere = nodes == 1 ? first : second;
        var agency = await Agency.Open(first);
        var property = await agency.Owner.CreatesProperty();
        var applicants = await agency.Applicants(4);
        for (var round = 0; round < Rounds; round++)
        {
            var slot = (await agency.Owner.Opens(property, agency.Tomorrow().AddMinutes(30 * round))).Id;

            var answers = await AtOnce(
                applicants.Select((applicant, n) => (Func<Task<Answer>>)(() => applicant.At(n % 2 == 0 ? first : elsewhere).Books(slot)))
                    .Append(() => agency.Owner.At(elsewhere).CancelsSlot(slot)));

            answers[^1].Code.ShouldBe(204);
            var told = await agency.Log(slot, "slot.cancelled");
            var booked = answers[..^1].Where(answer => answer.Code == 201).ToList();
            if (booked is [var booking])
            {
                answers[..^1].Except(booked).ShouldAllBe(answer => answer.Outcome == "slot_taken" || answer.Outcome == "slot_cancelled");
                (await applicants[0].At(first).Get($"slots/{slot}")).Outcome.ShouldBeOneOf("cancelled", "no_such_slot");
                (await agency.Owner.Get($"bookings/{booking.Id}")).Outcome.ShouldBe("cancelled_by_agent");
                (await agency.Log(booking.Id, "booking.cancelled")).Count.ShouldBe(1);
                ((string?)told.ShouldHaveSingleItem()["booking_id"]).ShouldBe(booking.Id.ToString());
            }
            else
            {
                booked.ShouldBeEmpty();
                answers[..^1].Select(answer => answer.Outcome).ShouldAllBe(outcome => outcome == "slot_cancelled");
                ((string?)told.ShouldHaveSingleItem()["booking_id"]).ShouldBeNull();
            }
        }
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task An_applicant_and_an_agent_who_cancel_at_once_cancel_the_visit_once(int nodes)
    {
        var (first, second) = await TwoNodes.Open();
        var elsewhere = nodes == 1 ? first : second;
        var agency = await Agency.Open(first);
        var property = await agency.Owner.CreatesProperty();
        var ana = await agency.Applicant("Ana");
        for (var round = 0; round < Rounds; round++)
        {
            var slot = (await agency.Owner.Opens(property, agency.Tomorrow().AddMinutes(30 * round))).Id;
            var booking = (await ana.Books(slot)).Id;

            var answers = await AtOnce(() => ana.CancelsBooking(booking), () => agency.Owner.At(elsewhere).CancelsSlot(slot));

            answers[1].Code.ShouldBe(204);
            (await agency.Owner.Get($"slots/{slot}")).Outcome.ShouldBe("cancelled");
            (await agency.Owner.Get($"bookings/{booking}")).Outcome.ShouldBe(answers[0].Code == 204 ? "cancelled_by_applicant" : "cancelled_by_agent");
            (answers[0].Refusal ?? "cancelled").ShouldBeOneOf("cancelled", "cancelled_by_agent");
            (await agency.Log(booking, "booking.cancelled")).Count.ShouldBe(1);
        }
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task Cancelling_a_visit_twice_at_once_is_harmless(int nodes)
    {
        var (first, second) = await TwoNodes.Open();
        var elsewhere = nodes == 1 ? first : second;
        var agency = await Agency.Open(first);
        var property = await agency.Owner.CreatesProperty();
        var ana = await agency.Applicant("Ana");
        var slot = (await agency.Owner.Opens(property, agency.Tomorrow())).Id;
        for (var round = 0; round < Rounds; round++)
        {
            var booking = (await ana.Books(slot)).Id;

            var answers = await AtOnce(() => ana.CancelsBooking(booking), () => ana.At(elsewhere).CancelsBooking(booking));

            answers.Select(answer => $"{answer.Code} {answer.Refusal}").ShouldAllBe(answer => answer == "204 ");
            (await agency.Log(booking, "booking.cancelled")).Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Cancelling_a_slot_twice_at_once_is_harmless()
    {
        var (first, second) = await TwoNodes.Open();
        var agency = await Agency.Open(first);
        var property = await agency.Owner.CreatesProperty();
        for (var round = 0; round < Rounds; round++)
        {
            var slot = (await agency.Owner.Opens(property, agency.Tomorrow())).Id;

            var answers = await AtOnce(() => agency.Owner.CancelsSlot(slot), () => agency.Owner.At(second).CancelsSlot(slot));

            answers.ShouldAllBe(answer => answer.Code == 204);
            (await agency.Log(slot, "slot.cancelled")).Count.ShouldBe(1);
        }
    }
}
