using Doorward.Testing;
using Npgsql;

namespace Doorward.Visits.Tests.Slots;

public sealed class SlotTests
{
    [Fact]
    public async Task Cancelling_a_slot_cancels_its_booking_in_the_same_instant_and_both_are_logged_once()
    {
        var agency = await Agency.Open();
        var agent = await agency.Agent();
        var slot = (await agent.Opens(await agent.CreatesProperty(), agency.Tomorrow())).Id;
        var ana = await agency.Applicant();
        var booking = (await ana.Books(slot)).Id;

        (await agent.CancelsSlot(slot)).Code.ShouldBe(204);

        (await ana.Get($"bookings/{booking}")).Outcome.ShouldBe("cancelled_by_agent");
        (await ana.CancelsBooking(booking)).Outcome.ShouldBe("cancelled_by_agent");
        (await ana.Books(slot)).Outcome.ShouldBe("slot_cancelled");
        (await agent.CancelsSlot(slot)).Code.ShouldBe(204, "asking twice is harmless");
        (await Log(agency, slot)).ShouldBe(["slot.opened", "slot.cancelled"]);
        (await Log(agency, booking)).ShouldBe(["booking.confirmed", "booking.cancelled"]);
    }

    [Fact]
    public async Task Only_the_agent_of_a_slot_or_an_owner_cancels_it()
    {
        var agency = await Agency.Open();
        var (agent, other) = (await agency.Agent("A"), await agency.Agent("B"));
        var property = await agent.CreatesProperty();
        var slot = (await agent.Opens(property, agency.Tomorrow())).Id;
        var second = (await agent.Opens(property, agency.Tomorrow(2))).Id;

        var refused = await other.CancelsSlot(slot);

        (refused.Code, refused.Outcome).ShouldBe((403, "not_your_slot"));
        (await agent.CancelsSlot(slot)).Code.ShouldBe(204);
        (await agency.Owner.CancelsSlot(second)).Code.ShouldBe(204);
    }

    [Fact]
    public async Task Slots_of_one_agent_do_not_overlap_and_those_of_one_property_only_when_it_allows_it()
    {
        var agency = await Agency.Open();
        var (ana, rui) = (await agency.Agent("Ana"), await agency.Agent("Rui"));
        var alone = await ana.CreatesProperty();
        var parallel = await ana.CreatesProperty(parallel: true);
        (await ana.Opens(alone, agency.Tomorrow(), 60)).Outcome.ShouldBe("available");

        (await ana.Opens(parallel, agency.Tomorrow().AddMinutes(59))).Outcome.ShouldBe("agent_busy");
        (await rui.Opens(alone, agency.Tomorrow().AddMinutes(-29))).Outcome.ShouldBe("property_busy");
        (await ana.Opens(alone, agency.Tomorrow().AddMinutes(60))).Outcome.ShouldBe("available", "one may follow the other");
        (await ana.Opens(parallel, agency.Tomorrow(3))).Outcome.ShouldBe("available");
        (await rui.Opens(parallel, agency.Tomorrow(3))).Outcome.ShouldBe("available");
    }

    [Fact]
    public async Task A_cancelled_slot_makes_room_for_another()
    {
        var agency = await Agency.Open();
        var property = await agency.Owner.CreatesProperty();
        var slot = (await agency.Owner.Opens(property, agency.Tomorrow())).Id;

        (await agency.Owner.CancelsSlot(slot)).Code.ShouldBe(204);

        (await agency.Owner.Opens(property, agency.Tomorrow())).Outcome.ShouldBe("available");
    }

    [Fact]
    public async Task What_a_slot_must_be_is_said_field_by_field()
    {
        var agency = await Agency.Open();
        var property = await agency.Owner.CreatesProperty();

        var empty = await agency.Owner.Post("slots", new { });
        var backwards = await agency.Owner.Opens(property, agency.Tomorrow(), -5);
        var days = await agency.Owner.Opens(property, agency.Tomorrow(), 60 * 25);
        var past = await agency.Owner.Opens(property, agency.Tomorrow().AddDays(-3));

        empty.Code.ShouldBe(422);
        empty.Body!["errors"]!.AsObject().Select(field => field.Key).ShouldBe(["ends_at", "property_id", "starts_at"], ignoreOrder: true);
        backwards.Body!["errors"]!["ends_at"]!.ToJsonString().ShouldContain("after starts_at");
        days.Body!["errors"]!["ends_at"]!.ToJsonString().ShouldContain("24 hours");
        (past.Code, past.Outcome).ShouldBe((422, "slot_in_the_past"));
    }

    [Fact]
    public async Task An_applicant_sees_the_slots_that_can_still_be_booked()
    {
        var agency = await Agency.Open();
        var property = await agency.Owner.CreatesProperty();
        var slots = new List<Guid>();
        for (var hour = 0; hour < 4; hour++)
        {
            slots.Add((await agency.Owner.Opens(property, agency.Tomorrow(hour))).Id);
        }

        var ana = await agency.Applicant();
        await ana.Books(slots[1]);
        await agency.Owner.CancelsSlot(slots[2]);

        var page = await ana.Get($"properties/{property}/slots");

        page.Body!["slots"]!.AsArray().Select(slot => Guid.Parse((string)slot!["id"]!)).ShouldBe([slots[0], slots[3]]);
        (await ana.Get($"properties/{Guid.CreateVersion7()}/slots")).Outcome.ShouldBe("no_such_property");
        (await ana.Get("slots")).Outcome.ShouldBe("staff_only");
    }

    [Fact]
    public async Task The_agents_own_slots_can_be_narrowed_to_a_period()
    {
        var agency = await Agency.Open();
        var property = await agency.Owner.CreatesProperty();
        var first = (await agency.Owner.Opens(property, agency.Tomorrow())).Id;
        var second = (await agency.Owner.Opens(property, agency.Tomorrow(1))).Id;
        var third = (await agency.Owner.Opens(property, agency.Tomorrow(2))).Id;

        async Task<IEnumerable<Guid>> Slots(string query) =>
            (await agency.Owner.Get($"slots{query}")).Body!["slots"]!.AsArray().Select(slot => Guid.Parse((string)slot!["id"]!)).ToList();

        (await Slots("")).ShouldBe([first, second, third]);
        (await Slots($"?from={agency.Tomorrow(1):yyyy-MM-ddTHH:mm:ssZ}")).ShouldBe([second, third]);
        (await Slots($"?to={agency.Tomorrow(1):yyyy-MM-ddTHH:mm:ssZ}")).ShouldBe([first]);
        (await agency.Owner.Get("slots?from=yesterday")).Code.ShouldBe(400);
        (await agency.Owner.Get("slots?cursor=xyz")).Outcome.ShouldBe("cursor_invalid");
        (await agency.Owner.Get("slots?limit=0")).Outcome.ShouldBe("limit_invalid");
    }

    internal static async Task<List<string>> Log(Agency agency, Guid subject)
    {
        await using var command = agency.Desk.Database.CreateCommand("SELECT type FROM events.log WHERE subject_id = $1 ORDER BY tx, seq");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = subject });
        await using var rows = await command.ExecuteReaderAsync();
        var types = new List<string>();
        while (await rows.ReadAsync())
        {
            types.Add(rows.GetString(0));
        }

        return types;
    }
}
