using Doorward.Testing;

namespace Doorward.Visits.Tests.Bookings;

public sealed class BookVisitTests
{
    [Fact]
    public async Task A_cancelled_visit_can_be_booked_again_by_another_and_by_the_same_applicant()
    {
        var agency = await Agency.Open();
        var agent = await agency.Agent();
        var slot = (await agent.Opens(await agent.CreatesProperty(), agency.Tomorrow())).Id;
        var ana = await agency.Applicant("Ana");
        var rui = await agency.Applicant("Rui");

        var booking = await ana.Books(slot);
        booking.Outcome.ShouldBe("confirmed");
        (await rui.Books(slot)).Outcome.ShouldBe("slot_taken");
        (await ana.CancelsBooking(booking.Id)).Code.ShouldBe(204);

        var again = await rui.Books(slot);
        again.Outcome.ShouldBe("confirmed");
        (await rui.CancelsBooking(again.Id)).Code.ShouldBe(204);
        (await rui.Books(slot)).Outcome.ShouldBe("confirmed");
    }

    [Fact]
    public async Task A_booking_shows_the_slot_the_agent_and_the_notes()
    {
        var agency = await Agency.Open();
        var agent = await agency.Agent();
        var property = await agent.CreatesProperty();
        var slot = await agent.Opens(property, agency.Tomorrow());
        var ana = await agency.Applicant();

        var answer = await ana.Books(slot.Id, "  I come by bicycle.\nIs there a rack?  ");

        answer.Code.ShouldBe(201);
        var booking = answer.Only;
        answer.Headers["Location"].ShouldBe($"/api/v1/bookings/{answer.Id}");
        ((string?)booking["slot_id"]).ShouldBe(slot.Id.ToString());
        ((string?)booking["property_id"]).ShouldBe(property.ToString());
        ((string?)booking["agent_id"]).ShouldBe((string?)slot.Only["agent_id"]);
        ((string?)booking["notes"]).ShouldBe("I come by bicycle.\nIs there a rack?");
        ((string?)booking["starts_at"]).ShouldBe((string?)slot.Only["starts_at"]);
        (await ana.Get($"bookings/{answer.Id}")).Body!.ToJsonString().ShouldBe(answer.Body!.ToJsonString());
        ((string?)(await agent.Get($"slots/{slot.Id}")).Only["status"]).ShouldBe("booked");
    }

    [Fact]
    public async Task Notes_may_be_left_out()
    {
        var agency = await Agency.Open();
        var slot = (await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow())).Id;

        var answer = await (await agency.Applicant()).Post("bookings", new { slot_id = slot });

        answer.Outcome.ShouldBe("confirmed");
        ((string?)answer.Only["notes"]).ShouldBe("");
    }

    [Fact]
    public async Task A_slot_that_has_begun_cannot_be_booked_nor_a_visit_that_has_begun_cancelled()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var property = await agency.Owner.CreatesProperty();
        var first = (await agency.Owner.Opens(property, agency.Tomorrow())).Id;
        var second = (await agency.Owner.Opens(property, agency.Tomorrow(1))).Id;
        var ana = await agency.Applicant();
        var booking = (await ana.Books(first)).Id;

        desk.Clock.Advance(TimeSpan.FromDays(3));

        (await ana.Books(second)).Outcome.ShouldBe("slot_in_the_past");
        (await ana.CancelsBooking(booking)).Outcome.ShouldBe("visit_in_the_past");
    }

    [Fact]
    public async Task An_applicant_cannot_be_at_two_places_at_once()
    {
        var agency = await Agency.Open();
        var ana = await agency.Applicant();
        var one = (await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow(), 60)).Id;
        var agent = await agency.Agent();
        var other = (await agent.Opens(await agent.CreatesProperty(), agency.Tomorrow().AddMinutes(59), 60)).Id;
        var right_after = (await agent.Opens(await agent.CreatesProperty(), agency.Tomorrow().AddMinutes(-30), 30)).Id;

        (await ana.Books(one)).Outcome.ShouldBe("confirmed");
        (await ana.Books(other)).Outcome.ShouldBe("applicant_busy");
        (await ana.Books(right_after)).Outcome.ShouldBe("confirmed");
    }

    [Fact]
    public async Task The_same_key_gives_the_same_booking_and_another_request_with_it_is_refused()
    {
        var agency = await Agency.Open();
        var property = await agency.Owner.CreatesProperty();
        var slot = (await agency.Owner.Opens(property, agency.Tomorrow())).Id;
        var later = (await agency.Owner.Opens(property, agency.Tomorrow(2))).Id;
        var ana = await agency.Applicant();

        var first = await ana.Books(slot, "hello", "key-1");
        var again = await ana.Books(slot, "hello", "key-1");
        var other = await ana.Books(later, "hello", "key-1");

        again.Code.ShouldBe(201);
        again.Body!.ToJsonString().ShouldBe(first.Body!.ToJsonString());
        other.Code.ShouldBe(422);
        other.Outcome.ShouldBe("idempotency_key_reused");
        (await (await agency.Applicant()).Books(later, "hello", "key-1")).Outcome.ShouldBe("confirmed", "a key belongs to who sent it");
    }

    [Fact]
    public async Task Staff_cannot_book_and_a_stranger_is_told_so()
    {
        var agency = await Agency.Open();
        var slot = (await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow())).Id;

        (await agency.Owner.Books(slot)).Outcome.ShouldBe("applicants_only");
        (await new Person(agency.Desk, null).Books(slot)).Outcome.ShouldBe("not_signed_in");
    }

    [Fact]
    public async Task Applicants_see_their_own_bookings_and_agents_those_in_their_slots()
    {
        var agency = await Agency.Open();
        var (ana, rui) = (await agency.Applicant("Ana"), await agency.Applicant("Rui"));
        var (agent, other) = (await agency.Agent("A"), await agency.Agent("B"));
        var property = await agent.CreatesProperty();
        var bookings = new List<Guid>();
        for (var hour = 0; hour < 5; hour++)
        {
            bookings.Add((await ana.Books((await agent.Opens(property, agency.Tomorrow(hour))).Id)).Id);
        }

        var theirs = await rui.Books((await other.Opens(property, agency.Tomorrow(8))).Id);

        (await Pages(ana, "bookings", 2)).ShouldBe(bookings);
        (await Pages(agent, "bookings", 3)).ShouldBe(bookings);
        (await Pages(other, "bookings", 3)).ShouldBe([theirs.Id]);
        (await ana.Get($"bookings/{theirs.Id}")).Outcome.ShouldBe("no_such_booking");
        (await agent.Get($"bookings/{theirs.Id}")).Outcome.ShouldBe("confirmed");
    }

    [Fact]
    public async Task The_log_speaks_UTC_whatever_the_databases_own_time_zone_is()
    {
        var database = await TestCluster.NewDatabase();
        await using (var source = Npgsql.NpgsqlDataSource.Create(database))
        await using (var zone = source.CreateCommand($"ALTER DATABASE {new Npgsql.NpgsqlConnectionStringBuilder(database).Database} SET timezone = 'Asia/Kathmandu'"))
        {
            await zone.ExecuteNonQueryAsync();
        }

        await using var desk = await Desk.Open(database);
        var agency = await Agency.Open(desk);
        await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow());

        await using var logged = desk.Database.CreateCommand("SELECT after->>'starts_at' FROM events.log WHERE type = 'slot.opened'");
        ((string)(await logged.ExecuteScalarAsync())!).ShouldBe($"{agency.Tomorrow():yyyy-MM-ddTHH:mm:ss}+00:00");
    }

    private static async Task<List<Guid>> Pages(Person person, string list, int limit)
    {
        var ids = new List<Guid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await person.Get($"{list}?limit={limit}{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            page.Code.ShouldBe(200);
            var items = page.Body![list]!.AsArray();
            items.Count.ShouldBeLessThanOrEqualTo(limit);
            ids.AddRange(items.Select(item => Guid.Parse((string)item!["id"]!)));
            cursor = (string?)page.Body!["next_cursor"];
        }

        return ids;
    }
}
