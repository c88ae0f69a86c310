using Doorward.Testing;
using Doorward.Visits.Notices;
using NodaTime;
using Npgsql;

namespace Doorward.Visits.Tests.Notices;

[Trait(TestBus.Trait, TestBus.Both)]
public sealed class ReminderTests
{
    [Theory]
    [InlineData("Europe/Lisbon", "2026-11-24T10:00:00Z", "2026-11-23T18:00:00Z")]
    [InlineData("America/Sao_Paulo", "2026-11-24T12:00:00Z", "2026-11-23T21:00:00Z")]
    [InlineData("Asia/Kathmandu", "2026-11-24T04:00:00Z", "2026-11-23T12:15:00Z")]
    [InlineData("Europe/Lisbon", "2026-10-25T10:00:00Z", "2026-10-24T17:00:00Z")] // the clocks go back in between
    [InlineData("Europe/Lisbon", "2026-03-29T09:00:00Z", "2026-03-28T18:00:00Z")] // and forward
    [InlineData("Europe/Lisbon", "2026-10-24T23:30:00Z", "2026-10-24T17:00:00Z")] // 00:30 there: the day before is the 24th
    public void The_evening_before_is_the_evening_there(string zone, string starts, string due) =>
        ReminderTimes.EveningBefore(DateTimeOffset.Parse(starts), zone).ShouldBe(DateTimeOffset.Parse(due));

    [Fact]
    public void In_every_zone_at_every_hour_of_two_years_it_is_the_day_before_at_six()
    {
        foreach (var id in new[] { "Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo", "Asia/Tehran" })
        {
            var zone = DateTimeZoneProviders.Tzdb[id];
            for (var starts = Instant.FromUtc(2026, 1, 1, 0, 30); starts < Instant.FromUtc(2028, 1, 1, 0, 0); starts += Duration.FromHours(5))
            {
                var due = Instant.FromDateTimeOffset(ReminderTimes.EveningBefore(starts.ToDateTimeOffset(), id));
                due.InZone(zone).LocalDateTime.ShouldBe(starts.InZone(zone).Date.PlusDays(-1).At(new LocalTime(18, 0)));
            }
        }
    }

    [Fact]
    public async Task Both_are_reminded_when_the_hour_has_come_and_once()
    {
        await using var desk = await Desk.Open();
        var (agency, _, _, _) = await Booked(desk);
        (await Due(desk)).ShouldBe(["reminder_day", "reminder_hour"]);

        await Hurry(desk);
        (await Told(desk, "reminder_day")).ShouldBe(2);
        (await Told(desk, "reminder_hour")).ShouldBe(2);
        await desk.Database.CreateCommand("UPDATE events.cursors SET tx = '0', seq = 0, lease_until = NULL, holder = NULL WHERE subscriber = 'visits.notices'").ExecuteNonQueryAsync();
        await agency.Owner.CreatesProperty(); // with the next event the subscriber sees that it stands elsewhere
        await Quiet.Down(desk);
        await Hurry(desk);
        (await Told(desk, "reminder_day")).ShouldBe(2, "a job made again reminds nobody twice");
    }

    [Theory]
    [InlineData("booking")]
    [InlineData("slot")]
    public async Task A_visit_that_is_called_off_reminds_nobody(string what)
    {
        await using var desk = await Desk.Open();
        var (_, agent, maria, booking) = await Booked(desk);
        if (what == "booking")
        {
            (await maria.CancelsBooking(booking)).Code.ShouldBe(204);
        }
        else
        {
            var slot = (await maria.Get($"bookings/{booking}")).Only["slot_id"]!;
            (await agent.CancelsSlot(Guid.Parse((string)slot!))).Code.ShouldBe(204);
        }

        await Hurry(desk);

        (await Told(desk, "reminder_day"), await Told(desk, "reminder_hour")).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData(-30, 2)]
    [InlineData(1, 0)]
    public async Task After_a_standstill_nobody_is_reminded_of_what_is_over(int minutes, long hour)
    {
        await using var desk = await Desk.Open();
        await Booked(desk);
        desk.Clock.Advance(TimeSpan.FromDays(4) + TimeSpan.FromMinutes(minutes));
        await Hurry(desk);
        (await Told(desk, "reminder_day"), await Told(desk, "reminder_hour")).ShouldBe((0, hour));
    }

    [Fact]
    public async Task The_other_side_is_told_who_cancelled_and_nobody_what_they_did_themselves()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var agent = await agency.Agent("Ana Agent");
        var maria = await agency.Applicant("Maria Alves");
        var property = await agent.CreatesProperty();
        var (first, second, third) = ((await agent.Opens(property, agency.Tomorrow())).Id, (await agent.Opens(property, agency.Tomorrow(1))).Id, (await agent.Opens(property, agency.Tomorrow(2))).Id);
        var one = (await maria.Books(first)).Id;
        (await maria.Books(second)).Outcome.ShouldBe("confirmed");
        (await maria.Books(third)).Outcome.ShouldBe("confirmed");
        (await maria.CancelsBooking(one)).Code.ShouldBe(204);
        (await agent.CancelsSlot(second)).Code.ShouldBe(204);
        (await agency.Owner.CancelsSlot(third)).Code.ShouldBe(204);
        await Quiet.Down(desk);

        (await Titles(agent, "booking_cancelled")).ShouldBe(["Olga Owner has cancelled", "Maria Alves has cancelled"], ignoreOrder: true); // made in one batch, at one moment
        (await Titles(agent, "slot_cancelled")).ShouldBeEmpty();
        (await Titles(maria, "booking_cancelled")).ShouldBeEmpty();
        (await Titles(maria, "slot_cancelled")).ShouldBe(["Olga Owner cannot", "Ana Agent cannot"], ignoreOrder: true);
        (await Titles(maria, "booking_confirmed")).Count.ShouldBe(3);
    }

    private static async Task<IReadOnlyList<string>> Titles(Person person, string kind) => [.. (await person.Get("me/notices?limit=100")).Body!["notices"]!.AsArray()
        .Where(one => (string?)one!["kind"] == kind).Select(one => string.Join(' ', ((string)one!["body"]!).Split(' ').Take(kind == "booking_cancelled" ? 4 : 3)))];

    private static async Task<(Agency Agency, Person Agent, Person Maria, Guid Booking)> Booked(Desk desk)
    {
        var agency = await Agency.Open(desk);
        var agent = await agency.Agent();
        var maria = await agency.Applicant();
        var slot = (await agent.Opens(await agent.CreatesProperty(), desk.Clock.GetUtcNow().AddDays(4))).Id;
        var booking = await maria.Books(slot);
        booking.Outcome.ShouldBe("confirmed");
        await Quiet.Down(desk);
        return (agency, agent, maria, booking.Id);
    }

    private static async Task Hurry(Desk desk)
    {
        await desk.Database.CreateCommand("UPDATE events.jobs SET due_at = now() WHERE kind = 'visits.reminder'").ExecuteNonQueryAsync();
        await Quiet.Down(desk);
    }

    private static async Task<IReadOnlyList<string>> Due(Desk desk)
    {
        await using var ask = desk.Database.CreateCommand("SELECT payload ->> 'kind' FROM events.jobs WHERE kind = 'visits.reminder' ORDER BY due_at");
        await using var rows = await ask.ExecuteReaderAsync();
        var due = new List<string>();
        while (await rows.ReadAsync())
        {
            due.Add(rows.GetString(0));
        }

        return due;
    }

    private static async Task<long> Told(Desk desk, string kind)
    {
        await using var ask = desk.Database.CreateCommand("SELECT count(*) FROM accounts.notices WHERE kind = $1");
        ask.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        return (long)(await ask.ExecuteScalarAsync())!;
    }
}
