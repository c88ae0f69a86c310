using System.Text.Json;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Redis;
using Doorward.Redis;
using Doorward.Redis.Streams;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Platform.Tests.Events;

public sealed class PublisherTests() : LedgerAndRedis("--appendonly", "yes", "--appendfsync", "always")
{
    private static readonly EventTopic Visits = new("visits", "Visits.") { Stream = "bookings" };
    private static readonly EventTopic Talk = new("talk", "Talk.") { Stream = "messages" };
    private static readonly EventCatalogue Declared = new([new("visit.booked", "A visit.", Visits), new("message.created", "A message.", Talk), new("member.joined", "A person.", EventTopic.Members)], []);

    private RedisSettings Settings => new(Patient with { ReplyTimeout = TimeSpan.FromSeconds(2) });

    [Fact]
    public async Task Every_event_is_published_once_and_in_the_order_of_the_log_by_whichever_of_two_nodes()
    {
        for (var n = 0; n < 2; n++)
        {
            await Ledger.Node().Publish(Settings, Declared);
        }

        await Ledger.Scribble(writers: 4, transactions: 20);
        await CaughtUp();

        (await Published(EventTopic.CommonStream)).ShouldBe(await Ids());
    }

    [Fact]
    public async Task An_event_goes_to_the_stream_of_its_topic_as_live_clients_get_it()
    {
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await Ledger.Database.Do(
            $$"""
            INSERT INTO events.log (type, subject_id, after, traceparent) VALUES
                ('visit.booked', platform.uuid_v7(), '{"status": "confirmed"}', '{{Trace}}'), ('message.created', platform.uuid_v7(), NULL, NULL),
                ('member.joined', platform.uuid_v7(), NULL, NULL), ('unheard.of', platform.uuid_v7(), NULL, NULL)
            """);
        await Ledger.Node().Publish(Settings with { Prefix = "lisbon:" }, Declared);
        await CaughtUp();

        var booked = (await Redis.XRange("lisbon:bookings")).ShouldHaveSingleItem();
        booked.Fields!.Select(field => field.Key).ShouldBe(["type", "event_id", "payload", "traceparent"]);
        (booked["type"], booked["traceparent"]).ShouldBe(("visit.booked", Trace));
        var payload = JsonElement.Parse(booked["payload"]!);
        payload.GetProperty("id").GetString().ShouldBe(booked["event_id"]);
        payload.GetProperty("specversion").GetString().ShouldBe("1.0");
        payload.GetProperty("data").GetProperty("after").GetProperty("status").GetString().ShouldBe("confirmed");
        (await Redis.XRange("lisbon:messages")).ShouldHaveSingleItem().Fields!.Select(field => field.Key).ShouldBe(["type", "event_id", "payload"]);
        (await Redis.XRange("lisbon:accounts")).Select(entry => entry["type"]).ShouldBe(["member.joined", "unheard.of"]);
        (await Redis.Call(["KEYS", "*"])).Items.Select(key => key.AsText()).ShouldAllBe(key => key!.StartsWith("lisbon:"));
    }

    [Fact]
    public async Task ARedis_that_is_away_loses_nothing_and_readiness_says_what_waits()
    {
        await Ledger.Node().Publish(Settings, Declared);
        await Ledger.Write("one");
        await CaughtUp();
        await Server.Kill();
        await Ledger.Scribble(writers: 2, transactions: 5);
        var readiness = new RedisReadiness(Ledger.Database);
        readiness.HoldsUpRequests.ShouldBeFalse();
        await Eventually.So("readiness says so", async () => (await readiness.NotReadyBecause(default))?.Contains("events wait to be published") == true, 60);

        await Server.Restart();
        await CaughtUp();

        (await Published(EventTopic.CommonStream)).ShouldBe(await Ids());
        await Eventually.So("readiness has nothing to say", async () => await readiness.NotReadyBecause(default) is null, 60);
    }

    [Fact]
    public async Task ARedis_that_stops_in_the_middle_gets_nothing_twice()
    {
        await Ledger.Node().Publish(Settings with { Server = Settings.Server with { ReplyTimeout = TimeSpan.FromMilliseconds(200) } }, Declared);
        await Ledger.Write("one");
        await CaughtUp();
        for (var n = 0; n < 3; n++)
        {
            Server.Pause();
            await Ledger.Write("two", "three");
            await Eventually.So("an attempt has failed", async () => await new RedisReadiness(Ledger.Database).NotReadyBecause(default) is not null, 60);
            Server.Resume(); // what was sent is executed now, though nobody waits for its reply
            await CaughtUp();
        }

        (await Published(EventTopic.CommonStream)).ShouldBe(await Ids());
    }

    [Fact]
    public async Task ARedis_that_was_wiped_gets_everything_again()
    {
        await Ledger.Node().Publish(Settings, Declared);
        await Ledger.Scribble(writers: 2, transactions: 5);
        await CaughtUp();
        await Redis.Call(["FLUSHALL"]);

        // also when nothing happens afterwards
        await Eventually.So("it is all there again", async () => await Redis.XLen(EventTopic.CommonStream) == (await Ids()).Count, 60);
        await Ledger.Write("last");
        await CaughtUp();

        (await Published(EventTopic.CommonStream)).ShouldBe(await Ids());
    }

    [Fact]
    public async Task ARedis_that_was_restored_gets_again_what_came_after()
    {
        await Ledger.Write("a", "b", "c", "d");
        var ids = await Ids();
        var second = (await Ledger.Order())[1];
        await Redis.Call(["SET", "doorward:published", $"{second} {ids[1]}"]);
        await Ledger.Database.Do($"INSERT INTO events.cursors (subscriber, tx, seq) SELECT 'redis', tx, seq FROM events.log ORDER BY tx DESC, seq DESC LIMIT 1");

        await Ledger.Node().Publish(Settings, Declared);
        await CaughtUp();

        await Eventually.So("they are there", async () => await Redis.XLen(EventTopic.CommonStream) == 2, 60);
        (await Published(EventTopic.CommonStream)).ShouldBe(ids[2..]);
    }

    [Fact]
    public async Task Who_died_before_the_cursor_followed_publishes_nothing_twice()
    {
        await Ledger.Node().Publish(Settings, Declared);
        await Ledger.Write("one", "two");
        await CaughtUp();
        await Ledger.Stop();
        await Ledger.Database.Do("UPDATE events.cursors SET tx = '0', seq = 0, holder = NULL");

        await Ledger.Node().Publish(Settings, Declared);
        await Ledger.Write("three");
        await CaughtUp();

        (await Published(EventTopic.CommonStream)).ShouldBe(await Ids());
    }

    [Fact]
    public async Task A_marker_of_another_history_is_not_believed()
    {
        await Ledger.Write("one", "two");
        await Redis.Call(["SET", "doorward:published", $"{ulong.MaxValue / 2}-1 {Guid.CreateVersion7()}"]);

        await Ledger.Node().Publish(Settings, Declared);
        await CaughtUp();

        (await Published(EventTopic.CommonStream)).ShouldBe(await Ids());
    }

    [Fact]
    public async Task A_publisher_that_slept_through_the_loss_of_its_lease_adds_nothing()
    {
        await Ledger.Write("one", "two");
        IReadOnlyList<LogEntry> log = [];
        await Eventually.So("they are final", async () => (log = await new LogReader(Ledger.Database).Read(LogCursor.Start, 10, default)).Count == 2, 60);
        var publication = new Publication(Redis, Settings, Declared, TimeProvider.System);
        (await publication.Publish(log, new Marker(""), default)).ShouldBeTrue();

        (await publication.Publish(log, new Marker(""), default)).ShouldBeFalse();
        (await publication.Publish([log[0]], new Marker("7-7 what"), default)).ShouldBeFalse();

        (await publication.Last(default)).ShouldBe(Marker.Of(log[^1]));
        (await Redis.XLen(EventTopic.CommonStream)).ShouldBe(2);
    }

    [Fact]
    public async Task Only_what_is_within_the_retention_is_published_and_kept()
    {
        await Ledger.Database.Do("INSERT INTO events.log (type, subject_id, at) VALUES ('old', platform.uuid_v7(), now() - interval '2 hours'), ('new', platform.uuid_v7(), now())");
        await Redis.Call(["EVAL", "for n = 1, 1000 do redis.call('XADD', 'accounts', n .. '-0', 'type', 'ancient') end", 0]);
        await Ledger.Node().Publish(Settings with { Retention = TimeSpan.FromHours(1) }, Declared);
        await CaughtUp();

        (await Redis.XRange("accounts")).Count(entry => entry["type"] == "ancient").ShouldBeLessThan(200); // whole nodes go
        (await Redis.XRange("accounts")).Where(entry => entry["type"] != "ancient").Select(entry => entry["type"]).ShouldBe(["new"]);
    }

    [Fact]
    public async Task A_stream_is_held_to_its_length()
    {
        await Ledger.Node().Publish(Settings with { LongestStream = 100 }, Declared);
        await Ledger.Database.Do("INSERT INTO events.log (type, subject_id) SELECT 'n', platform.uuid_v7() FROM generate_series(1, 1500)");
        await CaughtUp();

        (await Redis.XLen(EventTopic.CommonStream)).ShouldBeInRange(100, 300);
        (await Published(EventTopic.CommonStream))[^1].ShouldBe((await Ids())[^1]);
    }

    [Fact]
    public async Task A_key_that_is_no_stream_stops_the_whole_batch_and_is_said()
    {
        await Redis.Call(["SET", "bookings", "mine"]);
        await Ledger.Node().Publish(Settings, Declared);
        await Ledger.Write("member.joined", "visit.booked");
        var readiness = new RedisReadiness(Ledger.Database);
        await Eventually.So("readiness says so", async () => (await readiness.NotReadyBecause(default))?.Contains("WRONGTYPE") == true, 60);
        (await Redis.XLen(EventTopic.CommonStream)).ShouldBe(0);

        await Redis.Call(["DEL", "bookings"]);
        await CaughtUp();

        ((await Redis.XLen("bookings")), (await Redis.XLen(EventTopic.CommonStream))).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_node_whoseRedis_is_away_is_ready_and_says_what_waits()
    {
        await using var desk = await Desk.Open(redis: Settings);
        await desk.Database.Do(Ledger.Insert("one"));
        await Eventually.So("it is published", async () => await Redis.XLen(EventTopic.CommonStream) > 0, 60);
        await Server.Kill();
        await desk.Database.Do(Ledger.Insert("two"));

        var said = "";
        (await Eventually.Is(
            async () =>
            {
                using var ask = new HttpRequestMessage(HttpMethod.Get, new Uri(desk.Address, "/health/ready"));
                using var answer = await desk.Http.SendAsync(ask, default);
                said = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
                return answer.IsSuccessStatusCode && said.Contains("events wait to be published", StringComparison.Ordinal);
            },
            Patience)).ShouldBeTrue($"it is not ready, or does not say so: {said}");
    }

    [Fact]
    public async Task WithoutRedis_what_an_earlier_bridge_left_does_not_hold_up_pruning()
    {
        await using var desk = await Desk.Open();
        await desk.Database.Do("INSERT INTO events.cursors (subscriber) VALUES ('redis')");

        await using var next = await Desk.Open(desk.ConnectionString);

        await Eventually.So("it is forgotten", () => desk.Database.Ask<bool>("SELECT NOT EXISTS (SELECT FROM events.cursors WHERE subscriber = 'redis')"), 60);
    }

    [Fact]
    public async Task Each_part_has_its_stream()
    {
        var catalogue = (await Desk.Shared).Services.GetRequiredService<EventCatalogue>();

        catalogue.Types.Select(type => type.Topic.Stream).Distinct().Order().ShouldBe(["accounts", "bookings", "drafts", "messages"]);
        foreach (var (type, stream) in new[]
        {
            ("message.created", "messages"), ("conversation.closed", "messages"), ("draft.ready", "drafts"), ("draft.escalated", "drafts"), ("document.imported", "drafts"),
            ("booking.confirmed", "bookings"), ("slot.cancelled", "bookings"), ("applicant.signed_in", "bookings"), ("member.joined", "accounts"), ("file.removed", "accounts"),
        })
        {
            catalogue.StreamOf(type).ShouldBe(stream, type);
        }
    }

    private Task CaughtUp() => Eventually.So("all is published", () => Ledger.Database.Ask<bool>("""
        SELECT EXISTS (SELECT FROM events.cursors WHERE subscriber = 'redis')
           AND NOT EXISTS (SELECT FROM events.cursors c, events.log l WHERE c.subscriber = 'redis' AND (l.tx, l.seq) > (c.tx, c.seq))
        """), 60);

    private async Task<List<Guid>> Published(string stream) => [.. (await Redis.XRange(stream)).Select(entry => Guid.Parse(entry["event_id"]!))];

    private async Task<List<Guid>> Ids()
    {
        await using var command = Ledger.Database.CreateCommand("SELECT id FROM events.log ORDER BY tx, seq");
        await using var rows = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await rows.ReadAsync())
        {
            ids.Add(rows.GetGuid(0));
        }

        return ids;
    }
}
