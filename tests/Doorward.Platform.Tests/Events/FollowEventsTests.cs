using System.Diagnostics;
using System.Text.Json.Nodes;
using Doorward.Testing;

namespace Doorward.Platform.Tests.Events;

public sealed class FollowEventsTests
{
    [Fact]
    public async Task What_happens_is_told_with_who_what_before_and_after()
    {
        var agency = await Agency.Open();
        var agent = await agency.Agent();
        using var stream = await EventStream.Open(agency.Desk, agent);
        stream.Status.ShouldBe(200);
        stream.MediaType.ShouldBe("text/event-stream");

        var property = await agent.CreatesProperty();
        // While an older transaction runs anywhere, what came just before is not final and is told as well; and subscribers tell of it, too.
        var told = (await stream.Next()).ShouldNotBeNull();
        while (told.Type is "invitation.created" or "member.joined" or "person.created" or "notice.created")
        {
            told = (await stream.Next()).ShouldNotBeNull();
        }

        told.Type.ShouldBe("property.created");
        var data = JsonNode.Parse(told.Data)!;
        ((string?)data["subject"]).ShouldBe(property.ToString());
        ((string?)data["type"]).ShouldBe("property.created");
        ((string?)data["source"]).ShouldBe($"/organizations/{agency.Id}");
        data["data"]!["before"].ShouldBeNull();
        data["data"]!["after"].ShouldNotBeNull();
        Guid.TryParse((string?)data["actorid"], out _).ShouldBeTrue();
        ((string?)data["time"]).ShouldNotBeNull().ShouldEndWith("Z");
    }

    [Fact]
    public async Task Who_comes_back_with_the_last_id_misses_nothing_while_writers_write()
    {
        var agency = await Agency.Open();
        var slow = await agency.Agent();
        var desk = agency.Desk;
        using var first = await EventStream.Open(desk, slow);
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (var n = 0; n < 25; n++)
            {
                await agency.Owner.CreatesProperty();
            }
        }));

        // Cut off again and again, in the middle of it.
        var seen = await first.Take(7);
        first.Dispose();

        // While an older transaction runs anywhere, how the agent came to be here is not final yet, and is told as well.
        seen.RemoveAll(one => one.Type is not "property.created");
        while (seen.Count < 100)
        {
            using var again = seen.Count % 2 == 0
                ? await EventStream.Open(desk, slow, $"?after={seen[^1].Id}")
                : await EventStream.Open(desk, slow, lastEventId: seen[^1].Id);
            seen.AddRange((await again.Take(Math.Min(13, 100 - seen.Count))).Where(one => one.Type is "property.created"));
        }

        await writing;
        await using var log = desk.Database.CreateCommand(
            $"SELECT tx || '-' || seq FROM events.log WHERE organization_id = '{agency.Id}' AND type = 'property.created' ORDER BY tx, seq");
        await using var rows = await log.ExecuteReaderAsync();
        var order = new List<string>();
        while (await rows.ReadAsync())
        {
            order.Add(rows.GetString(0));
        }

        seen.Select(one => one.Id).ShouldBe(order);
    }

    [Fact]
    public async Task Another_agencys_events_are_never_told()
    {
        var mine = await Agency.Open();
        var other = await Agency.Open();
        using var live = await EventStream.Open(mine.Desk, mine.Owner);
        await other.Owner.CreatesProperty();
        var property = await mine.Owner.CreatesProperty();
        await other.Owner.CreatesProperty();
        var last = await mine.Owner.CreatesProperty();

        (await live.Take(2)).Select(one => (string?)JsonNode.Parse(one.Data)!["subject"]).ShouldBe([property.ToString(), last.ToString()]);
        using var past = await EventStream.Open(mine.Desk, mine.Owner, "?after=0-0");
        (await past.Take(2)).Select(one => (string?)JsonNode.Parse(one.Data)!["subject"]).ShouldBe([property.ToString(), last.ToString()]);
    }

    [Fact]
    public async Task What_is_done_as_soon_as_the_answer_begins_is_told()
    {
        var agency = await Agency.Open();
        for (var n = 0; n < 20; n++)
        {
            using var stream = await EventStream.Open(agency.Desk, agency.Owner);
            var property = await agency.Owner.CreatesProperty();
            var told = (await stream.Next()).ShouldNotBeNull();
            while (!told.Data.Contains(property.ToString(), StringComparison.Ordinal))
            {
                told = (await stream.Next()).ShouldNotBeNull();
            }
        }
    }

    [Fact]
    public async Task Who_is_cut_off_before_the_first_event_can_resume_too()
    {
        var agency = await Agency.Open();
        string? start;
        using (var stream = await EventStream.Open(agency.Desk, agency.Owner))
        {
            await agency.Owner.CreatesProperty();
            await stream.Next();
            start = stream.FirstId;
        }

        await agency.Owner.CreatesProperty();
        using var again = await EventStream.Open(agency.Desk, agency.Owner, lastEventId: start);
        (await again.Take(2)).ShouldAllBe(told => told.Type == "property.created");
    }

    [Theory]
    [InlineData("?after=yesterday", null)]
    [InlineData("", "7")]
    [InlineData("?after=1-", null)]
    public async Task A_garbage_cursor_is_400(string query, string? lastEventId)
    {
        var agency = await Agency.Open();
        using var refused = await EventStream.Open(agency.Desk, agency.Owner, query, lastEventId);
        refused.Status.ShouldBe(400);
        refused.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task An_applicant_may_not_follow()
    {
        var agency = await Agency.Open();
        using var refused = await EventStream.Open(agency.Desk, await agency.Applicant());
        refused.Status.ShouldBe(403);
    }

    [Fact]
    public async Task Who_comes_back_after_the_log_was_pruned_is_told_of_the_gap_and_gets_all_that_is_left()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        await agency.Owner.CreatesProperty();
        await agency.Owner.CreatesProperty();
        // Only what is sealed is ever pruned, and only what is final is ever sealed.
        await Eventually.So("all is final", () => desk.Database.Ask<bool>("SELECT max(tx) < pg_snapshot_xmin(pg_current_snapshot()) FROM events.log"));
        await desk.Database.Do("""
            WITH first AS (SELECT tx, seq FROM events.log ORDER BY tx, seq LIMIT 1),
                 noted AS (UPDATE events.pruned p SET tx = f.tx, seq = f.seq FROM first f)
            DELETE FROM events.log l USING first f WHERE (l.tx, l.seq) = (f.tx, f.seq)
            """);

        using var late = await EventStream.Open(desk, agency.Owner, "?after=0-0");
        var gap = (await late.Next()).ShouldNotBeNull();
        gap.Type.ShouldBe("gap");
        JsonNode.Parse(gap.Data)!["resume_from"]!.GetValue<string>().ShouldBe(gap.Id);
        (await late.Next()).ShouldBeNull();

        using var resumed = await EventStream.Open(desk, agency.Owner, lastEventId: gap.Id);
        (await resumed.Next()).ShouldNotBeNull().Type.ShouldBe("property.created");
    }

    [Fact]
    public async Task A_cursor_from_a_future_that_was_lost_with_a_restore_gets_a_gap_and_no_silence()
    {
        var agency = await Agency.Open();
        using var stream = await EventStream.Open(agency.Desk, agency.Owner, "?after=999999999999-1");
        var gap = (await stream.Next()).ShouldNotBeNull();
        gap.Type.ShouldBe("gap");

        using var resumed = await EventStream.Open(agency.Desk, agency.Owner, lastEventId: gap.Id);
        await agency.Owner.CreatesProperty();
        (await resumed.Next()).ShouldNotBeNull().Type.ShouldBe("property.created");
    }

    [Fact]
    public async Task An_open_stream_does_not_hold_up_the_shutdown()
    {
        var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        using var stream = await EventStream.Open(desk, agency.Owner);
        var began = Stopwatch.GetTimestamp();
        await desk.DisposeAsync();
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(9));
        (await stream.Next()).ShouldBeNull();
    }

    [Fact]
    public async Task A_client_that_leaves_leaves_nothing_behind()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        for (var n = 0; n < 5; n++)
        {
            using var stream = await EventStream.Open(desk, agency.Owner);
            await agency.Owner.CreatesProperty();
            await stream.Next();
        }

        // The directory of callers follows, too, and stays.
        var tail = (Doorward.Platform.Events.Live.LiveTail)desk.Services.GetService(typeof(Doorward.Platform.Events.Live.LiveTail))!;
        await Eventually.So("their queues are gone", () => tail.Followers == 1);
    }

    [Fact]
    public async Task What_one_node_writes_is_told_on_the_other_at_once()
    {
        await using var here = await Desk.Open();
        await using var there = await Desk.Open(here.ConnectionString);
        var agency = await Agency.Open(here);
        using var stream = await EventStream.Open(there, agency.Owner);
        await agency.Owner.CreatesProperty();
        await stream.Next();

        // The slow poll alone would take half a second on average.
        var began = Stopwatch.GetTimestamp();
        for (var n = 0; n < 8; n++)
        {
            await agency.Owner.CreatesProperty();
            (await stream.Next()).ShouldNotBeNull();
        }

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(9));
    }
}
