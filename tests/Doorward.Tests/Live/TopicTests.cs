using System.Text.Json.Nodes;
using Doorward.Testing;

namespace Doorward.Tests.Live;

/// <summary>Who is told what.</summary>
public sealed class TopicTests
{
    [Fact]
    public async Task A_subscriber_is_told_what_happens_with_a_cursor_from_which_to_resume()
    {
        var agency = await Agency.Open();
        await using var client = await LiveClient.Open(agency.Door, agency.Owner);
        var subscribed = await client.Ask("subscribe", new { topic = "properties" });
        ((string?)subscribed["type"]).ShouldBe("done");

        var first = await agency.Owner.CreatesProperty();
        var told = (await client.Next("event")).ShouldNotBeNull()["payload"]!;
        ((string?)told["topic"]).ShouldBe("properties");
        ((string?)told["event"]!["type"]).ShouldBe("property.created");
        ((string?)told["event"]!["subject"]).ShouldBe(first.ToString());
        ((string?)told["event"]!["data"]!["after"]!["time_zone"]).ShouldBe("Europe/Lisbon");

        client.Cut();
        var second = await agency.Owner.CreatesProperty();
        await using var again = await LiveClient.Open(agency.Door, agency.Owner);
        await again.Ask("subscribe", new { topic = "properties", after = (string?)told["cursor"] });
        ((string?)(await again.Next("event"))!["payload"]!["event"]!["subject"]).ShouldBe(second.ToString());
    }

    [Fact]
    public async Task Another_agencys_events_are_never_told()
    {
        var mine = await Agency.Open();
        var other = await Agency.Open();
        await using var client = await LiveClient.Open(mine.Door, mine.Owner);
        await client.Ask("subscribe", new { topic = "organization", after = "0-0" });
        await other.Owner.CreatesProperty();
        var property = await mine.Owner.CreatesProperty();
        ((string?)(await client.Next("event"))!["payload"]!["event"]!["subject"]).ShouldBe(property.ToString());
    }

    [Fact]
    public async Task An_applicant_is_told_of_their_own_visits_and_nothing_else()
    {
        var agency = await Agency.Open();
        var (maria, tiago) = (await agency.Applicant(), await agency.Applicant("Tiago"));
        var property = await agency.Owner.CreatesProperty();
        var one = (await agency.Owner.Opens(property, agency.Tomorrow())).Id;
        var two = (await agency.Owner.Opens(property, agency.Tomorrow(1))).Id;
        await using var client = await LiveClient.Open(agency.Door, maria);
        foreach (var topic in new[] { "organization", "slots", "properties", "members", "applicants" })
        {
            ((string?)(await client.Ask("subscribe", new { topic }))["payload"]!["code"]).ShouldBe("no_such_topic");
        }

        await client.Ask("subscribe", new { topic = "bookings", after = "0-0" });
        await tiago.Books(one);
        var booking = (await maria.Books(two)).Id;
        await agency.Owner.CancelsSlot(one);
        await agency.Owner.CancelsSlot(two);

        var events = new[] { await client.Next("event"), await client.Next("event") }.Select(told => told!["payload"]!["event"]!).ToList();
        events.Select(told => (string?)told["type"]).ShouldBe(["booking.confirmed", "booking.cancelled"]);
        events.ShouldAllBe(told => (string?)told["subject"] == booking.ToString());
    }

    [Fact]
    public async Task One_booking_is_a_topic_for_staff_and_for_whose_it_is()
    {
        var agency = await Agency.Open();
        var (maria, tiago) = (await agency.Applicant(), await agency.Applicant("Tiago"));
        var property = await agency.Owner.CreatesProperty();
        var slot = (await agency.Owner.Opens(property, agency.Tomorrow())).Id;
        var booking = (await maria.Books(slot)).Id;
        var stranger = await Agency.Open();
        foreach (var (person, door, answer) in new[]
        {
            (agency.Owner, agency.Door, "done"), (maria, agency.Door, "done"), (tiago, agency.Door, "error"), (stranger.Owner, stranger.Door, "error"),
        })
        {
            await using var client = await LiveClient.Open(door, person);
            var asked = await client.Ask("subscribe", new { topic = $"booking:{booking}", after = "0-0" });
            ((string?)asked["type"]).ShouldBe(answer, asked.ToJsonString());
            if (answer == "done")
            {
                ((string?)(await client.Next("event"))!["payload"]!["topic"]).ShouldBe($"booking:{booking}");
            }
        }
    }

    [Theory]
    [InlineData("nothing", null, "no_such_topic")]
    [InlineData("booking", null, "no_such_topic")]
    [InlineData("bookings:019379a2-5b7c-7c3e-9a41-2f6d8e0b1c01", null, "no_such_topic")]
    [InlineData("booking:x", null, "no_such_topic")]
    [InlineData("booking:019379a2-5b7c-7c3e-9a41-2f6d8e0b1c01", null, "no_such_topic")]
    [InlineData("bookings", "yesterday", "invalid_cursor")]
    public async Task A_topic_or_cursor_that_is_none_is_refused(string topic, string? after, string code)
    {
        var agency = await Agency.Open();
        await using var client = await LiveClient.Open(agency.Door, agency.Owner);
        ((string?)(await client.Ask("subscribe", new { topic, after }))["payload"]!["code"]).ShouldBe(code);
    }

    [Fact]
    public async Task Who_unsubscribes_is_told_no_more_and_a_thirty_third_topic_is_refused()
    {
        var agency = await Agency.Open();
        var maria = await agency.Applicant();
        var property = await agency.Owner.CreatesProperty();
        await using var client = await LiveClient.Open(agency.Door, agency.Owner);
        await client.Ask("subscribe", new { topic = "properties" });
        ((string?)(await client.Ask("unsubscribe", new { topic = "properties" }))["type"]).ShouldBe("done");
        ((string?)(await client.Ask("unsubscribe", new { topic = "properties" }))["payload"]!["code"]).ShouldBe("not_subscribed");
        await client.Ask("subscribe", new { topic = "slots" });
        await agency.Owner.CreatesProperty();
        await agency.Owner.Opens(property, agency.Tomorrow());
        ((string?)(await client.Next("event"))!["payload"]!["event"]!["type"]).ShouldBe("slot.opened");

        var refused = 0;
        foreach (var n in Enumerable.Range(0, 33))
        {
            var booking = (await maria.Books((await agency.Owner.Opens(property, agency.Tomorrow(n + 1))).Id)).Id;
            var answer = await client.Ask("subscribe", new { topic = $"booking:{booking}" });
            refused += (string?)answer["payload"]?["code"] == "too_many_topics" ? 1 : 0;
        }

        refused.ShouldBe(2);
    }

    [Fact]
    public async Task A_cursor_from_before_what_was_pruned_gets_a_gap_from_which_to_resume()
    {
        var agency = await Agency.Open();
        await using var client = await LiveClient.Open(agency.Door, agency.Owner);
        await client.Ask("subscribe", new { topic = "properties", after = "999999999999-1" });
        var gap = (await client.Next("gap")).ShouldNotBeNull()["payload"]!;
        ((string?)gap["topic"]).ShouldBe("properties");
        await client.Ask("subscribe", new { topic = "properties", after = (string?)gap["cursor"] });
        var property = await agency.Owner.CreatesProperty();
        ((string?)(await client.Next("event"))!["payload"]!["event"]!["subject"]).ShouldBe(property.ToString());
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_told_of_the_gap_and_resumes_without_loss()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        await using var slow = await LiveClient.Open(desk, agency.Owner);
        await slow.Ask("subscribe", new { topic = "properties" });
        // More than the sockets of this machine take between the two.
        await using var much = desk.Database.CreateCommand($$"""
            INSERT INTO events.log (type, organization_id, subject_id, after)
            SELECT 'property.created', '{{agency.Id}}', platform.uuid_v7(), jsonb_build_object('name', repeat(md5(n::text), 60)) FROM generate_series(1, 12000) n
            """);
        await much.ExecuteNonQueryAsync();
        var seen = new List<string>();
        var gaps = 0;
        while (seen.Count < 12000 && await slow.Next() is { } envelope)
        {
            if ((string?)envelope["type"] == "gap")
            {
                gaps++;
                await slow.Send(new JsonObject
                {
                    ["type"] = "subscribe",
                    ["payload"] = new JsonObject { ["topic"] = "properties", ["after"] = (string?)envelope["payload"]!["cursor"] },
                }.ToJsonString());
            }
            else if ((string?)envelope["type"] == "event")
            {
                seen.Add((string)envelope["payload"]!["cursor"]!);
            }
        }

        gaps.ShouldBeGreaterThan(0);
        seen.ShouldBe(await LogOf(desk, agency));
    }

    internal static async Task<List<string>> LogOf(IFrontDoor door, Agency agency, string type = "property.created")
    {
        await using var log = door.Database.CreateCommand(
            $"SELECT tx || '-' || seq FROM events.log WHERE organization_id = '{agency.Id}' AND type = '{type}' ORDER BY tx, seq");
        await using var rows = await log.ExecuteReaderAsync();
        var order = new List<string>();
        while (await rows.ReadAsync())
        {
            order.Add(rows.GetString(0));
        }

        return order;
    }
}
