using Doorward.Platform.Commands;
using Doorward.Platform.Identity;
using Doorward.Testing;
using Doorward.Visits.Bookings;
using Doorward.Visits.Properties;
using Doorward.Visits.Slots;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Doorward.Visits.Tests.Bookings;

public sealed class BookForApplicantTests
{
    [Fact]
    public async Task Staff_books_for_an_applicant_and_the_log_names_the_staff_member()
    {
        var agency = await Agency.Open();
        var ana = await agency.Applicant();
        var slot = (await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow())).Id;
        var applicant = await ApplicantOf(agency, ana);

        var booked = await Books(agency, slot, applicant);

        booked.Code.ShouldBe("booked");
        (await ana.Get($"bookings/{booked.Value!.BookingId}")).Outcome.ShouldBe("confirmed");
        (await Actor(agency, booked.Value.BookingId)).ShouldBe((await Owner(agency)).PersonId);
        (await Books(agency, slot, applicant)).Code.ShouldBe("slot_taken");
        var visits = await agency.Desk.Services.GetRequiredService<VisitsOfApplicant>().Find(agency.Id, applicant, agency.Tomorrow(-1), 5, CancellationToken.None);
        visits.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            visit => visit.BookingId.ShouldBe(booked.Value.BookingId), visit => visit.TimeZone.ShouldBe("Europe/Lisbon"), visit => visit.Status.ShouldBe("confirmed"));
    }

    [Fact]
    public async Task Neither_a_stranger_nor_another_agencys_people_or_slots_are_booked()
    {
        var (agency, other) = (await Agency.Open(), await Agency.Open());
        var slot = (await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow())).Id;
        var theirs = (await other.Owner.Opens(await other.Owner.CreatesProperty(), other.Tomorrow())).Id;
        var ana = await ApplicantOf(agency, await agency.Applicant());
        var rui = await ApplicantOf(other, await other.Applicant());

        (await Books(agency, slot, Guid.CreateVersion7())).Code.ShouldBe("no_such_applicant");
        (await Books(agency, slot, rui)).Code.ShouldBe("no_such_applicant");
        (await Books(agency, theirs, ana)).Code.ShouldBe("no_such_slot");
        (await Books(agency, slot, ana, await Owner(other))).Code.ShouldBe("no_longer_staff");
        (await Books(agency, slot, ana)).Code.ShouldBe("booked");
    }

    [Fact]
    public async Task What_the_transaction_takes_back_was_never_booked()
    {
        var agency = await Agency.Open();
        var ana = await agency.Applicant();
        var slot = (await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow())).Id;

        (await Books(agency, slot, await ApplicantOf(agency, ana), keep: false)).Code.ShouldBe("booked");

        (await agency.Owner.Get($"slots/{slot}")).Outcome.ShouldBe("available");
        (await ana.Get("bookings")).Body!["bookings"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_transaction_that_is_overtaken_is_run_again_on_a_fresh_snapshot()
    {
        var agency = await Agency.Open();
        var (ana, rui) = (await agency.Applicant(), await agency.Applicant());
        var slot = (await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow())).Id;
        var (applicant, owner) = (await ApplicantOf(agency, ana), await Owner(agency));
        var attempts = 0;

        var booked = await agency.Desk.Services.GetRequiredService<Transactions>().Run("test", async (transaction, cancellation) =>
        {
            await using (var snapshot = new NpgsqlCommand("SELECT count(*) FROM visits.slots", transaction.Connection))
            {
                await snapshot.ExecuteScalarAsync(cancellation);
            }

            if (attempts++ == 0)
            {
                (await rui.Books(slot)).Outcome.ShouldBe("confirmed");
            }

            return Ending.Keep(await agency.Desk.Services.GetRequiredService<BookForApplicant>().Run(
                transaction, agency.Id, slot, applicant, owner, "", null, cancellation));
        }, CancellationToken.None);

        (booked.Code, attempts).ShouldBe(("slot_taken", 2));
    }

    [Fact]
    public async Task Free_slots_are_those_that_can_be_booked_by_the_one_who_asks()
    {
        var agency = await Agency.Open();
        var (ana, rui) = (await agency.Applicant(), await agency.Applicant());
        var property = await agency.Owner.CreatesProperty();
        var slots = new List<Guid>();
        for (var hour = 0; hour < 4; hour++)
        {
            slots.Add((await agency.Owner.Opens(property, agency.Tomorrow(hour))).Id);
        }

        var agent = await agency.Agent();
        var elsewhere = await agent.CreatesProperty();
        var meanwhile = (await agent.Opens(elsewhere, agency.Tomorrow(1))).Id;
        await ana.Books(slots[1]);
        await agency.Owner.CancelsSlot(slots[2]);

        (await Free(agency, null)).ShouldBe([slots[0], meanwhile, slots[3]]);
        (await Free(agency, property)).ShouldBe([slots[0], slots[3]]);
        (await Free(agency, elsewhere)).ShouldBe([meanwhile]);
        (await Free(agency, null, await ApplicantOf(agency, ana))).ShouldBe([slots[0], slots[3]], "she cannot be at two places at once");
        (await Free(agency, null, await ApplicantOf(agency, rui))).ShouldBe([slots[0], meanwhile, slots[3]]);
        (await Free(await Agency.Open(), property)).ShouldBeEmpty();
        var fact = await agency.Desk.Services.GetRequiredService<PropertyFacts>().Find(agency.Id, property, CancellationToken.None);
        (fact!.Name, fact.TimeZone, fact.IsShown).ShouldBe(("Rua das Flores 12", "Europe/Lisbon", true));
        (await agency.Desk.Services.GetRequiredService<PropertyFacts>().List(agency.Id, 10, CancellationToken.None)).Select(one => one.Id).ShouldBe([property, elsewhere]);
    }

    internal static async Task<IEnumerable<Guid>> Free(Agency agency, Guid? property, Guid? applicant = null) =>
        (await agency.Desk.Services.GetRequiredService<FreeSlots>().Find(
            agency.Id, new FreeSlotsQuestion(property, agency.Tomorrow(-2), agency.Tomorrow(12), 10, applicant), CancellationToken.None)).Select(slot => slot.Id);

    internal static async Task<Outcome<BookedVisit>> Books(Agency agency, Guid slot, Guid applicant, Caller? actor = null, bool keep = true)
    {
        actor ??= await Owner(agency);
        return await agency.Desk.Services.GetRequiredService<Transactions>().Run("test", async (transaction, cancellation) =>
            new Ending<Outcome<BookedVisit>>(
                await agency.Desk.Services.GetRequiredService<BookForApplicant>().Run(transaction, agency.Id, slot, applicant, actor, "", null, cancellation), keep),
            CancellationToken.None);
    }

    internal static async Task<Guid> ApplicantOf(Agency agency, Person person)
    {
        (await person.Get("bookings")).Code.ShouldBe(200);
        var email = person.Token!.Split('.')[1].Replace('-', '+').Replace('_', '/');
        using var claims = System.Text.Json.JsonDocument.Parse(Convert.FromBase64String(email.PadRight((email.Length + 3) / 4 * 4, '=')));
        await using var command = agency.Desk.Database.CreateCommand("SELECT id FROM visits.applicants WHERE organization_id = $1 AND email = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = agency.Id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = claims.RootElement.GetProperty("email").GetString()! });
        return (Guid)(await command.ExecuteScalarAsync())!;
    }

    internal static async Task<Caller> Owner(Agency agency)
    {
        await using var command = agency.Desk.Database.CreateCommand("SELECT person_id FROM accounts.members WHERE organization_id = $1 AND role = 'owner'");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = agency.Id });
        return new Caller((Guid)(await command.ExecuteScalarAsync())!, agency.Id, Role.Owner);
    }

    private static async Task<Guid?> Actor(Agency agency, Guid subject)
    {
        await using var command = agency.Desk.Database.CreateCommand("SELECT actor_id FROM events.log WHERE subject_id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = subject });
        return (Guid?)await command.ExecuteScalarAsync();
    }
}
