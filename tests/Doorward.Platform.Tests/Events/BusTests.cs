using Doorward.Platform.Events.Bus;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Redis;
using Doorward.Platform.Events.Subscribers;
using Doorward.Redis;
using Doorward.Redis.Streams;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Doorward.Platform.Tests.Events;

/// <summary>Subscribers whose events Redis carries, whatever becomes of Redis.</summary>
public sealed class BusTests : LedgerAndRedis
{
    private const string Group = "doorward.copyist";
    private const string Talk = "messages";
    private const string Visits = "bookings";

    private static readonly EventCatalogue Declared = new(
        [
            new("said", "A message.", new EventTopic("talk", "Talk.") { Stream = Talk }),
            new("more", "A visit.", new EventTopic("visits", "Visits.") { Stream = Visits }),
            new("else", "Of no interest.", new EventTopic("others", "Others.") { Stream = Visits }),
        ],
        []);

    private RedisSettings Settings => new(Patient);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Ledger.Database.Do("CREATE TABLE copies (tx xid8, seq bigint)");
    }

    [Fact]
    public async Task Every_event_of_its_types_is_handled_once_though_two_nodes_share_them_and_batches_fail_after_writing()
    {
        var batches = 0;
        for (var n = 0; n < 2; n++)
        {
            await Node(new Copyist(async (_, write) =>
            {
                await write();
                if (Interlocked.Increment(ref batches) % 3 == 0)
                {
                    throw new InvalidOperationException("It fell off the desk after it was written.");
                }
            }));
        }

        await Ledger.Scribble(writers: 4, transactions: 20);
        await Ledger.Write("said", "else", "more");

        await IsCopied();
        batches.ShouldBeGreaterThan(3);
        await Eventually.So("nothing is pending", async () => (await Pending(Talk)) + (await Pending(Visits)) == 0, 60);
        await Eventually.So("the cursor has passed all of it, and what it passed is forgotten", () => Ledger.Database.Ask<bool>(
            """
            SELECT NOT EXISTS (SELECT FROM events.handled)
                AND NOT EXISTS (SELECT FROM events.log l JOIN events.cursors c ON (l.tx, l.seq) > (c.tx, c.seq) WHERE c.subscriber = 'copyist')
            """), 60);
    }

    [Fact]
    public async Task What_a_node_took_and_never_handled_another_one_claims()
    {
        await Ledger.Node().Publish(Settings, Declared);
        await Ledger.Write("said", "more", "said");
        await Published(3);
        await Redis.XGroupCreate(Talk, Group);
        var taken = (await Redis.XReadGroup(Group, "dead", [new(Talk, ">")]))[Talk];
        taken.Count.ShouldBe(2);
        await Idle(taken, "dead", TimeSpan.FromMinutes(1));

        await Ledger.Node().Consume(new Copyist(), Settings, Declared);

        await IsCopied();
        await Eventually.So("the dead one has nothing left", async () => await Pending(Talk) == 0, 60);
    }

    [Fact]
    public async Task What_is_duplicated_reordered_and_forged_is_handled_once_or_not_at_all()
    {
        await Ledger.Node().Publish(Settings, Declared);
        await Ledger.Write("said", "said", "said", "more");
        await Published(4);
        var entries = await Redis.XRange(Talk);
        foreach (var entry in entries.Reverse().Concat(entries))
        {
            await Add(entry["type"]!, entry["event_id"]!, entry["payload"]!);
        }

        await Add("said", $"{Guid.CreateVersion7()}", entries[0]["payload"]!);
        await Add("said", entries[0]["event_id"]!, """{"cursor": "999999-1"}""");
        await Add("said", entries[0]["event_id"]!, """{"cursor": 7}""");
        await Add("said", entries[0]["event_id"]!, """{"cursor": "\ud800"}""");
        await Add("said", entries[0]["event_id"]!, """{"\ud800": 1, "cursor": "7-7"}""");
        await Add("said", entries[0]["event_id"]!, "what?");
        await Add("said", "nobody", "{}");
        await Add("unheard.of", entries[0]["event_id"]!, entries[0]["payload"]!);
        await Redis.Call(["XADD", Talk, "*", "nothing", "of it"]);

        for (var n = 0; n < 2; n++)
        {
            await Ledger.Node().Consume(new Copyist(), Settings, Declared);
        }

        await IsCopied();
        await Eventually.So("all of it is acknowledged", async () => (await Redis.XInfoGroups(Talk)).Single() is { Pending: 0, Lag: 0 }, 60);
        await IsCopied();
    }

    [Fact]
    public async Task One_that_fails_holds_up_no_other_and_is_a_dead_letter_with_its_reason_until_it_is_asked_for_again()
    {
        var clock = new HeldClock();
        var bad = Guid.Empty;
        var copyist = new Copyist(async (batch, write) =>
        {
            await write();
            if (batch.Any(entry => entry.SubjectId == bad))
            {
                throw new InvalidOperationException("butter\0fingers");
            }
        });
        bad = Guid.CreateVersion7();
        var node = await Node(copyist, clock);
        await Ledger.Database.Do(
            $"INSERT INTO events.log (type, subject_id) VALUES ('said', platform.uuid_v7()), ('said', '{bad}'), ('said', platform.uuid_v7()), ('more', platform.uuid_v7())");

        await Eventually.So("the others are copied", async () => await Copied() == 3, 60);
        await Eventually.So("it is given up", async () =>
        {
            clock.Advance(TimeSpan.FromSeconds(10)); // less than it takes until the log's own sweep looks for what is late
            await Ledger.Write("said"); // whoever waits for entries looks at what is due
            return await Ledger.Database.Ask<bool>("SELECT EXISTS (SELECT FROM events.jobs WHERE dead_at IS NOT NULL)");
        }, 60);
        await using (var dead = Ledger.Database.CreateCommand("SELECT kind, attempts, last_error, payload->>'subscriber' FROM events.jobs"))
        await using (var row = await dead.ExecuteReaderAsync())
        {
            (await row.ReadAsync()).ShouldBeTrue();
            (row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3)).ShouldBe(
                (Redelivery.JobKind, Handover.MostAttempts, "InvalidOperationException: butterfingers", "copyist"));
        }

        await Eventually.So("nothing is pending", async () => await Pending(Talk) == 0, 60);
        bad = Guid.Empty;
        await node.Work(new Redelivery(node.Database, new ServiceCollection().AddSingleton<Subscriber>(copyist).BuildServiceProvider()));
        await Ledger.Database.Do("UPDATE events.jobs SET dead_at = NULL, attempts = 0, due_at = now()");
        await IsCopied();
        await Eventually.So("the dead letter is gone", () => Ledger.Database.Ask<bool>("SELECT NOT EXISTS (SELECT FROM events.jobs)"), 60);
    }

    [Fact]
    public async Task One_that_ends_every_node_that_works_on_it_is_given_up()
    {
        await Ledger.Node().Publish(Settings, Declared);
        await Ledger.Write("said", "said");
        await Published(2);
        await Redis.XGroupCreate(Talk, Group);
        var taken = (await Redis.XReadGroup(Group, "dead", [new(Talk, ">")]))[Talk];
        await Idle(taken.Take(1), "dead", TimeSpan.FromMinutes(1), deliveries: 8);
        await Idle(taken.Skip(1), "dead", TimeSpan.FromMinutes(1), deliveries: 3);

        await Ledger.Node().Consume(new Copyist(), Settings, Declared);

        await Eventually.So("one is handled", async () => await Copied() == 1, 60);
        await Eventually.So("the other is a dead letter", async () => await Ledger.Database.Ask<bool>(
            "SELECT EXISTS (SELECT FROM events.jobs WHERE dead_at IS NOT NULL AND last_error LIKE 'Every attempt was cut short%')"), 60);
        await Eventually.So("nothing is pending", async () => await Pending(Talk) == 0, 60);
    }

    [Fact]
    public async Task ARedis_that_was_wiped_brings_nothing_twice()
    {
        await Node(new Copyist());
        await Ledger.Write("said", "more");
        await IsCopied();

        await Redis.Call(["FLUSHALL"]);
        await Published(2);
        await Ledger.Write("said", "more");

        await IsCopied();
        await Eventually.So("the groups have read all of it", async () =>
            (await Redis.XInfoGroups(Talk)).SingleOrDefault() is { Pending: 0, Lag: 0 } && (await Redis.XInfoGroups(Visits)).SingleOrDefault() is { Pending: 0, Lag: 0 }, 60);
        await IsCopied();
    }

    [Fact]
    public async Task WhatRedis_never_brings_is_handed_over_from_the_log()
    {
        var clock = new HeldClock();
        var node = await Node(new Copyist(), clock);
        await Ledger.Write("said");
        await IsCopied();
        await Server.Kill();
        await Ledger.Write("said", "else", "more");
        await Ledger.Stop(); // its publisher included

        clock.Advance(Sweep.Patience * 2);
        await node.Consume(new Copyist(), Settings with { Server = Settings.Server with { ConnectTimeout = TimeSpan.FromMilliseconds(200) } }, Declared, clock);
        await IsCopied();

        await Server.Restart();
        await Ledger.Node().Publish(Settings, Declared);
        await Published(4);
        await Ledger.Write("more");
        await IsCopied();
    }

    [Fact]
    public async Task A_database_that_is_away_is_held_against_no_event()
    {
        await Node(new Copyist());
        await Ledger.Write("said");
        await IsCopied();
        var cut = Ledger.Database.Do(
            """
            DO $$ BEGIN
                FOR n IN 1..40 LOOP
                    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
                    PERFORM pg_sleep(0.05);
                END LOOP;
            END $$
            """);
        for (var n = 0; n < 20; n++)
        {
            try
            {
                await Ledger.Write("said", "more");
            }
            catch (NpgsqlException)
            {
                // it was cut as well
            }
        }

        await cut;
        await IsCopied();
        (await Ledger.Database.Ask<long>("SELECT count(*) FROM events.jobs")).ShouldBe(0);
    }

    [Fact]
    public async Task From_the_database_toRedis_and_back_nothing_is_missed_or_done_twice()
    {
        var first = Ledger.Node();
        await first.Follow(new Copyist());
        await Ledger.Write("said", "more");
        await IsCopied();
        await Ledger.Stop();

        await Ledger.Write("said");
        var gate = new TaskCompletionSource();
        var failed = new TaskCompletionSource();
        var second = await Node(new Copyist(async (batch, write) =>
        {
            await write();
            if (batch.Count > 0 && !gate.Task.IsCompleted && batch.Any(entry => entry.Type == "more"))
            {
                failed.TrySetResult();
                throw new InvalidOperationException("later");
            }
        }));
        await Eventually.So("what came between is copied", async () => await Copied() == 3, 60);
        await Ledger.Write("more", "said", "said");
        await failed.Task.WaitAsync(Patience);
        await Eventually.So("those behind the one that fails are copied", async () => await Copied() == 5, 60);
        await second.Stop();
        gate.SetResult();
        (await Ledger.Database.Ask<long>("SELECT count(*) FROM events.handled")).ShouldBeGreaterThan(0);

        await first.Follow(new Copyist());
        await IsCopied();
        await Ledger.Write("said", "more");
        await IsCopied();
        await first.Stop();
        await first.Follow(new Copyist());
        await Eventually.So("what was handled on the other bus is passed and forgotten", () => Ledger.Database.Ask<bool>("SELECT NOT EXISTS (SELECT FROM events.handled)"), 60);
    }

    private async Task<LedgerNode> Node(Copyist copyist, TimeProvider? clock = null)
    {
        var node = Ledger.Node();
        await node.Publish(Settings, Declared);
        await node.Consume(copyist, Settings, Declared, clock);
        return node;
    }

    private Task<long> Copied() => Ledger.Database.Ask<long>("SELECT count(*) FROM copies");

    /// <summary>Exactly once each, and nothing else.</summary>
    private async Task IsCopied()
    {
        const string Concerns = "type IN ('said', 'more')";
        await Eventually.So("all is copied", () => Ledger.Database.Ask<bool>(
            $"SELECT NOT EXISTS (SELECT FROM events.log l WHERE {Concerns} AND NOT EXISTS (SELECT FROM copies c WHERE (c.tx, c.seq) = (l.tx, l.seq)))"), 60);
        (await Copied()).ShouldBe(await Ledger.Database.Ask<long>($"SELECT count(*) FROM events.log WHERE {Concerns}"));
    }

    private async Task<long> Pending(string stream) => (await Redis.XInfoGroups(stream)).Where(group => group.Name == Group).Sum(group => group.Pending);

    private Task Published(long entries) =>
        Eventually.So("it is published", async () => await Redis.XLen(Talk) + await Redis.XLen(Visits) >= entries, 60);

    private Task<Reply> Add(string type, string id, string payload) => Redis.Call(["XADD", Talk, "*", "type", type, "event_id", id, "payload", payload]);

    private async Task Idle(IEnumerable<StreamEntry> entries, string consumer, TimeSpan idle, int deliveries = 1)
    {
        foreach (var entry in entries)
        {
            await Redis.Call(
                ["XCLAIM", Talk, Group, consumer, 0, entry.Id.ToString(), "IDLE", (long)idle.TotalMilliseconds, "RETRYCOUNT", deliveries, "JUSTID"]);
        }
    }

    /// <summary>Copies what it is handed.</summary>
    private sealed class Copyist(Func<IReadOnlyList<LogEntry>, Func<Task>, Task>? how = null) : Subscriber
    {
        public override string Name => "copyist";

        public override IReadOnlySet<string> Types { get; } = new HashSet<string> { "said", "more" };

        public override int BatchSize => 20;

        public override Task Handle(IReadOnlyList<LogEntry> batch, NpgsqlConnection connection, CancellationToken cancellation)
        {
            return how is null ? Write() : how(batch, Write);

            async Task Write()
            {
                await using var copy = new NpgsqlCommand(
                    $"INSERT INTO copies VALUES {string.Join(", ", batch.Select(entry => $"('{entry.Cursor.Tx}', {entry.Cursor.Seq})"))}", connection);
                await copy.ExecuteNonQueryAsync(cancellation);
            }
        }
    }
}
