using Doorward.Platform.Commands;
using Doorward.Testing;
using Doorward.Visits.Holds;
using Doorward.Visits.Tests.Bookings;
using Doorward.Visits.Tests.Slots;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Doorward.Visits.Tests.Holds;

public sealed class HoldTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_held_slot_is_its_holders_and_nobody_elses()
    {
        var agency = await Agency.Open();
        var (ana, rui) = (await agency.Applicant(), await agency.Applicant());
        var property = await agency.Owner.CreatesProperty();
        var slot = (await agency.Owner.Opens(property, agency.Tomorrow())).Id;
        var applicant = await BookForApplicantTests.ApplicantOf(agency, ana);

        var held = await ana.Holds(slot, 20);

        (held.Code, held.Outcome, (string?)held.Only["held_by"]).ShouldBe((200, "held", applicant.ToString()));
        (DateTimeOffset.Parse((string)held.Only["held_until"]!) - agency.Desk.Clock.GetUtcNow()).TotalMinutes.ShouldBe(20, 1);
        (await rui.Books(slot)).Outcome.ShouldBe("slot_held");
        (await rui.Holds(slot)).Outcome.ShouldBe("slot_held");
        (await Offered(ana, property)).ShouldBe([slot]);
        (await Offered(rui, property)).ShouldBeEmpty();
        (await Offered(agency.Owner, property)).ShouldBeEmpty();
        (await BookForApplicantTests.Free(agency, property)).ShouldBeEmpty();
        (await BookForApplicantTests.Free(agency, property, applicant)).ShouldBe([slot]);
        var seen = (await rui.Get($"slots/{slot}")).Only;
        ((string?)seen["status"], (string?)seen["held_by"]).ShouldBe(("held", null), "that it is held is no secret, for whom is");
        ((string?)(await agency.Owner.Get($"slots/{slot}")).Only["held_by"]).ShouldBe(applicant.ToString());
        ((string?)(await agency.Owner.Get("slots")).Body!["slots"]![0]!["held_by"]).ShouldBe(applicant.ToString());
        (await ana.Get("bookings")).Body!["bookings"]!.AsArray().ShouldBeEmpty("a hold is no visit");

        var booking = await ana.Books(slot);

        booking.Outcome.ShouldBe("confirmed");
        (await SlotTests.Log(agency, slot)).ShouldBe(["slot.opened", "slot.held", "slot.released"]);
        (await Reason(agency, slot)).ShouldBe("booked");
        (await ana.CancelsBooking(booking.Id)).Code.ShouldBe(204);
        (await rui.Books(slot)).Outcome.ShouldBe("confirmed");
    }

    [Fact]
    public async Task A_hold_lapses_by_itself_whether_or_not_anything_has_noticed()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var (ana, rui) = (await agency.Applicant(), await agency.Applicant());
        var property = await agency.Owner.CreatesProperty();
        var slots = new List<Guid>();
        for (var hour = 0; hour < 3; hour++)
        {
            slots.Add((await agency.Owner.Opens(property, agency.Tomorrow(24 + hour))).Id);
            (await ana.Holds(slots[hour], 15)).Outcome.ShouldBe("held");
        }

        desk.Clock.Advance(TimeSpan.FromMinutes(15));

        (await Offered(rui, property)).ShouldBe(slots);
        var shown = (await rui.Get($"slots/{slots[0]}")).Only;
        ((string?)shown["status"], (string?)shown["held_until"]).ShouldBe(("available", null));
        (await rui.Books(slots[0])).Outcome.ShouldBe("confirmed");
        (await rui.Holds(slots[1])).Outcome.ShouldBe("held");
        (await ana.Books(slots[2])).Outcome.ShouldBe("confirmed", "her own lapsed hold is nothing to her either");
        (await SlotTests.Log(agency, slots[0])).ShouldBe(["slot.opened", "slot.held", "slot.released"]);
        (await SlotTests.Log(agency, slots[1])).ShouldBe(["slot.opened", "slot.held", "slot.released", "slot.held"]);
        (await Reason(agency, slots[0]), await Reason(agency, slots[1]), await Reason(agency, slots[2])).ShouldBe(("lapsed", "lapsed", "lapsed"));
    }

    [Fact]
    public async Task A_hold_that_nobody_meets_is_ended_by_its_job()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var ana = await agency.Applicant();
        var slot = (await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow(24))).Id;
        await ana.Holds(slot, 15);

        await Due(desk);
        (await Eventually.Is(async () => await Count(desk, "SELECT count(*) FROM events.jobs WHERE kind = 'visits.lapse_hold' AND due_at > now() AND attempts = 0") == 1, Patience)).ShouldBeTrue();
        (await SlotTests.Log(agency, slot)).ShouldBe(["slot.opened", "slot.held"], "the job came too early by our clock, and waits");

        desk.Clock.Advance(TimeSpan.FromMinutes(15));
        await Due(desk);
        (await Eventually.Is(async () => await Count(desk, "SELECT count(*) FROM visits.bookings") == 0, Patience)).ShouldBeTrue();

        (await SlotTests.Log(agency, slot)).ShouldBe(["slot.opened", "slot.held", "slot.released"]);
        (await Count(desk, "SELECT count(*) FROM visits.slots WHERE status = 'available' AND held_by IS NULL")).ShouldBe(1);
        (await Count(desk, "SELECT count(*) FROM events.jobs WHERE kind = 'visits.lapse_hold'")).ShouldBe(0);
    }

    [Fact]
    public async Task One_person_holds_three_slots_at_the_most_and_a_place_is_free_again_when_one_ends()
    {
        var agency = await Agency.Open();
        var ana = await agency.Applicant();
        var property = await agency.Owner.CreatesProperty();
        var slots = new List<Guid>();
        for (var hour = 0; hour < 4; hour++)
        {
            slots.Add((await agency.Owner.Opens(property, agency.Tomorrow(hour))).Id);
        }

        foreach (var slot in slots[..3])
        {
            (await ana.Holds(slot)).Outcome.ShouldBe("held");
        }

        (await ana.Holds(slots[3])).Outcome.ShouldBe("too_many_holds");
        (await ana.Holds(slots[0])).Outcome.ShouldBe("held", "asking again for what one has is harmless");
        (await ana.Releases(slots[1])).Code.ShouldBe(204);
        (await ana.Holds(slots[3])).Outcome.ShouldBe("held");
        (await Reason(agency, slots[1])).ShouldBe("released");
        (await (await agency.Applicant()).Holds(slots[1])).Outcome.ShouldBe("held");
    }

    [Fact]
    public async Task A_hold_takes_the_applicants_time_but_gives_way_to_what_they_book()
    {
        var agency = await Agency.Open();
        var ana = await agency.Applicant();
        var agent = await agency.Agent();
        var one = (await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow(), 60)).Id;
        var other = (await agent.Opens(await agent.CreatesProperty(), agency.Tomorrow().AddMinutes(30), 60)).Id;

        (await ana.Holds(one)).Outcome.ShouldBe("held");
        (await ana.Holds(other)).Outcome.ShouldBe("applicant_busy");
        (await ana.Books(other)).Outcome.ShouldBe("confirmed");

        (await Reason(agency, one)).ShouldBe("replaced");
        (await agency.Owner.Get($"slots/{one}")).Outcome.ShouldBe("available");
        (await ana.Holds(one)).Outcome.ShouldBe("applicant_busy");
        (await (await agency.Applicant()).Books(one)).Outcome.ShouldBe("confirmed");
    }

    [Fact]
    public async Task Cancelling_a_held_slot_ends_the_hold_and_the_holder_finds_it_cancelled()
    {
        var agency = await Agency.Open();
        var ana = await agency.Applicant();
        var slot = (await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow())).Id;
        await ana.Holds(slot);

        (await agency.Owner.CancelsSlot(slot)).Code.ShouldBe(204);

        (await Reason(agency, slot)).ShouldBe("cancelled");
        (await SlotTests.Log(agency, slot)).ShouldBe(["slot.opened", "slot.held", "slot.released", "slot.cancelled"]);
        (await ana.Books(slot)).Outcome.ShouldBe("slot_cancelled");
        (await ana.Holds(slot)).Outcome.ShouldBe("slot_cancelled");
        (await ana.Releases(slot)).Code.ShouldBe(204);
    }

    [Fact]
    public async Task Staff_holds_and_releases_on_behalf_of_an_applicant()
    {
        var (agency, elsewhere) = (await Agency.Open(), await Agency.Open());
        var (ana, rui) = (await agency.Applicant(), await agency.Applicant());
        var slot = (await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow())).Id;
        var (hers, his) = (await BookForApplicantTests.ApplicantOf(agency, ana), await BookForApplicantTests.ApplicantOf(agency, rui));
        var foreign = await BookForApplicantTests.ApplicantOf(elsewhere, await elsewhere.Applicant());

        (await agency.Owner.Holds(slot)).Body!["errors"]!["applicant_id"].ShouldNotBeNull();
        (await agency.Owner.Holds(slot, applicant: foreign)).Outcome.ShouldBe("no_such_applicant");
        (await ana.Holds(slot, applicant: his)).Outcome.ShouldBe("no_such_applicant", "an applicant holds for nobody else");
        (await elsewhere.Owner.Holds(slot, applicant: foreign)).Outcome.ShouldBe("no_such_slot");
        (await agency.Owner.Holds(slot, applicant: hers)).Outcome.ShouldBe("held");
        (await rui.Releases(slot)).Code.ShouldBe(204);
        (await rui.Books(slot)).Outcome.ShouldBe("slot_held", "what is not his he does not release");
        (await elsewhere.Owner.Releases(slot)).Outcome.ShouldBe("no_such_slot");
        (await agency.Owner.Releases(slot)).Code.ShouldBe(204);
        (await rui.Books(slot)).Outcome.ShouldBe("confirmed");
    }

    [Fact]
    public async Task Minutes_are_bounded_and_a_hold_ends_when_its_slot_begins()
    {
        var agency = await Agency.Open();
        var ana = await agency.Applicant();
        var soon = agency.Desk.Clock.GetUtcNow().AddMinutes(10);
        var slot = (await agency.Owner.Opens(await agency.Owner.CreatesProperty(), soon)).Id;

        (await ana.Holds(slot, 0)).Code.ShouldBe(422);
        (await ana.Holds(slot, 61)).Body!["errors"]!["minutes"]!.ToJsonString().ShouldContain("1 to 60");
        var held = await ana.Holds(slot, 60);

        (DateTimeOffset.Parse((string)held.Only["held_until"]!) - soon).Duration().ShouldBeLessThan(TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task A_draft_places_its_holds_in_a_transaction_and_releases_them_by_its_key()
    {
        var agency = await Agency.Open();
        var (ana, rui) = (await agency.Applicant(), await agency.Applicant());
        var property = await agency.Owner.CreatesProperty();
        var slots = new List<Guid>();
        for (var hour = 0; hour < 6; hour++)
        {
            slots.Add((await agency.Owner.Opens(property, agency.Tomorrow(hour))).Id);
        }

        var applicant = await BookForApplicantTests.ApplicantOf(agency, ana);
        (await rui.Holds(slots[0])).Outcome.ShouldBe("held");
        await rui.Books(slots[1]);

        var held = await Place(agency, applicant, "draft-1", slots);

        held.Select(one => one.Code).ShouldBe(["slot_held", "slot_taken", "held", "held", "held", "too_many_holds"]);
        (await Place(agency, applicant, "draft-1", slots[2..4])).ShouldBe(held.Take(2..4), "once more is the same");
        (await ana.Holds(slots[2])).Outcome.ShouldBe("held");
        (await BookForApplicantTests.Books(agency, slots[3], applicant)).Code.ShouldBe("booked");
        await Release(agency, "draft-1");

        (await agency.Owner.Get($"slots/{slots[2]}")).Outcome.ShouldBe("held", "she has asked for it herself");
        (await agency.Owner.Get($"slots/{slots[3]}")).Outcome.ShouldBe("booked");
        (await agency.Owner.Get($"slots/{slots[4]}")).Outcome.ShouldBe("available");
        (await Reason(agency, slots[3]), await Reason(agency, slots[4])).ShouldBe(("booked", "released"));
    }

    [Fact]
    public async Task Those_who_want_the_same_slots_in_another_order_wait_for_each_other_and_are_not_in_a_deadlock()
    {
        var agency = await Agency.Open();
        var property = await agency.Owner.CreatesProperty();
        var slots = new List<Guid>();
        for (var hour = 0; hour < 4; hour++)
        {
            slots.Add((await agency.Owner.Opens(property, agency.Tomorrow(24 + hour))).Id);
        }

        var applicants = new List<Guid>();
        for (var n = 0; n < 8; n++)
        {
            applicants.Add(await BookForApplicantTests.ApplicantOf(agency, await agency.Applicant()));
        }

        var (holds, deadlocks) = (agency.Desk.Services.GetRequiredService<SlotHolds>(), 0);
        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(applicants.Select((applicant, n) => agency.Desk.Services.GetRequiredService<Transactions>().Run("test", async (transaction, cancellation) =>
            {
                try
                {
                    await holds.Place(
                        transaction.Connection!, agency.Id, applicant, n % 2 == 0 ? slots : [.. slots.AsEnumerable().Reverse()], agency.Desk.Clock.GetUtcNow().AddHours(4), $"draft-{n}",
                        null, cancellation);
                }
                catch (PostgresException refusal) when (refusal.SqlState == PostgresErrorCodes.DeadlockDetected)
                {
                    Interlocked.Increment(ref deadlocks);
                    throw;
                }

                return Ending.TakeBack(true);
            }, CancellationToken.None)));
        }

        deadlocks.ShouldBe(0);
    }

    private static Task<IReadOnlyList<HeldSlot>> Place(Agency agency, Guid applicant, string key, List<Guid> slots) =>
        agency.Desk.Services.GetRequiredService<Transactions>().Run("test", async (transaction, cancellation) => Ending.Keep(
            await agency.Desk.Services.GetRequiredService<SlotHolds>().Place(
                transaction.Connection!, agency.Id, applicant, slots, agency.Desk.Clock.GetUtcNow().AddHours(4), key, null, cancellation)), CancellationToken.None);

    private static Task<bool> Release(Agency agency, string key) => agency.Desk.Services.GetRequiredService<Transactions>().Run("test", async (transaction, cancellation) =>
    {
        await agency.Desk.Services.GetRequiredService<SlotHolds>().Release(transaction.Connection!, agency.Id, key, null, cancellation);
        return Ending.Keep(true);
    }, CancellationToken.None);

    private static async Task<IEnumerable<Guid>> Offered(Person person, Guid property) =>
        (await person.Get($"properties/{property}/slots")).Body!["slots"]!.AsArray().Select(slot => Guid.Parse((string)slot!["id"]!));

    private static async Task<string?> Reason(Agency agency, Guid slot)
    {
        await using var command = agency.Desk.Database.CreateCommand(
            $"SELECT after->>'reason' FROM events.log WHERE subject_id = '{slot}' AND type = 'slot.released' ORDER BY tx DESC, seq DESC LIMIT 1");
        return (string?)await command.ExecuteScalarAsync();
    }

    private static async Task<long> Count(Desk desk, string sql)
    {
        await using var command = desk.Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Jobs are due by the database's clock.</summary>
    private static async Task Due(Desk desk)
    {
        await using var command = desk.Database.CreateCommand("UPDATE events.jobs SET due_at = now() WHERE kind = 'visits.lapse_hold'");
        await command.ExecuteNonQueryAsync();
    }
}
