using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Doorward.Platform.Tests.Events;

public sealed class SubscriberTests
{
    [Fact]
    public async Task Every_row_is_handled_exactly_once_though_two_nodes_compete_and_batches_fail_after_writing()
    {
        await using var ledger = await Open();
        var batches = 0;
        for (var n = 0; n < 2; n++)
        {
            await ledger.Node().Follow(new Copyist(20, async (batch, write) =>
            {
                await write();
                if (Interlocked.Increment(ref batches) % 3 == 0)
                {
                    throw new InvalidOperationException("It fell off the desk after it was written.");
                }
            }));
        }

        await ledger.Scribble(writers: 6, transactions: 25);
        await Eventually.So("all is copied", async () => await Copied(ledger) >= await ledger.Database.Ask<long>("SELECT count(*) FROM events.log"));
        batches.ShouldBeGreaterThan(10);
        await IsAnExactCopy(ledger);
    }

    [Fact]
    public async Task A_node_that_dies_leaves_its_place_to_another_when_its_lease_has_lapsed()
    {
        await using var ledger = await Open();
        await ledger.Write("one", "two", "three");
        var third = (await ledger.Order())[1];
        await ledger.Database.Do(
            $"INSERT INTO events.cursors VALUES ('copyist', '{third.Tx}', {third.Seq}, platform.uuid_v7(), now() + interval '1 hour', NULL)");
        await ledger.Node().Follow(new Copyist(10));
        var bystander = new Copyist(10, name: "bystander", table: "others");
        await ledger.Node().Follow(bystander);
        await Eventually.So("others get on", async () => await ledger.Database.Ask<long>("SELECT count(*) FROM others") == 3);
        (await Copied(ledger)).ShouldBe(0);

        await ledger.Database.Do("UPDATE events.cursors SET lease_until = now() - interval '1 second' WHERE subscriber = 'copyist'");
        await Eventually.So("the other takes over where the dead one stood", async () => await Copied(ledger) == 1);
        (await ledger.Database.Ask<long>("SELECT seq FROM copies")).ShouldBe((await ledger.Order())[2].Seq);
    }

    [Fact]
    public async Task Who_lost_the_lease_in_the_middle_writes_nothing()
    {
        await using var ledger = await Open();
        var (busy, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var attempts = 0;
        await ledger.Node().Follow(new Copyist(10, async (_, write) =>
        {
            await write();
            attempts++;
            busy.TrySetResult();
            await go.Task;
        }));
        await ledger.Write("one");
        await busy.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await ledger.Database.Do("UPDATE events.cursors SET holder = platform.uuid_v7(), lease_until = now() + interval '1 hour'");
        go.SetResult();
        await Eventually.So("its transaction has ended", () => ledger.Database.Ask<bool>(
            "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%')"));
        (await Copied(ledger)).ShouldBe(0);
        (await ledger.Database.Ask<string>("SELECT tx::text FROM events.cursors")).ShouldBe("0");

        await ledger.Database.Do("UPDATE events.cursors SET lease_until = now() - interval '1 second'");
        await Eventually.So("it is handled when the lease is free again", async () => await Copied(ledger) == 1);
        attempts.ShouldBe(2);
    }

    [Fact]
    public async Task A_node_that_stops_gives_the_lease_back_at_once()
    {
        await using var ledger = await Open();
        var first = ledger.Node();
        await first.Follow(new Copyist(10));
        await ledger.Write("one");
        await Eventually.So("it is copied", async () => await Copied(ledger) == 1);
        await first.Stop();
        (await ledger.Database.Ask<bool>("SELECT holder IS NULL AND lease_until IS NULL FROM events.cursors")).ShouldBeTrue();

        await ledger.Node().Follow(new Copyist(10));
        await ledger.Write("two");
        await Eventually.So("the other goes on", async () => await Copied(ledger) == 2);
        await IsAnExactCopy(ledger);
    }

    [Fact]
    public async Task A_batch_is_no_larger_than_asked_for()
    {
        await using var ledger = await Open();
        await ledger.Database.Do("INSERT INTO events.log (type, subject_id) SELECT 'x', platform.uuid_v7() FROM generate_series(1, 45)");
        var sizes = new List<int>();
        await ledger.Node().Follow(new Copyist(10, async (batch, write) =>
        {
            sizes.Add(batch.Count);
            await write();
        }));
        await Eventually.So("all is copied", async () => await Copied(ledger) == 45);
        sizes.ShouldBe([10, 10, 10, 10, 5]);
    }

    [Fact]
    public async Task One_that_lingers_takes_what_has_gathered_together()
    {
        await using var ledger = await Open();
        var sizes = new List<int>();
        await ledger.Node().Follow(new Copyist(100, async (batch, write) =>
        {
            lock (sizes)
            {
                sizes.Add(batch.Count);
            }

            await write();
        }, linger: TimeSpan.FromSeconds(1)));
        await ledger.Write("first");
        await Eventually.So("the first is copied", async () => await Copied(ledger) == 1);
        for (var n = 0; n < 20; n++)
        {
            await ledger.Write("more");
        }

        await Eventually.So("all is copied", async () => await Copied(ledger) == 21);
        sizes.Count.ShouldBeLessThan(5);
    }

    [Fact]
    public async Task A_batch_that_fails_again_and_again_is_on_record_and_readiness_says_so_until_it_is_through()
    {
        await using var desk = await Desk.Open(services: all => Doorward.Platform.Events.EventServices.AddSubscriber<Clumsy>(all));
        var clumsy = desk.Services.GetRequiredService<Clumsy>();
        var anybody = new Person(desk, null);
        var agency = await Agency.Open(desk);
        await agency.Owner.CreatesProperty();
        await Eventually.So("the fault is on record", () => desk.Database.Ask<bool>(
            "SELECT EXISTS (SELECT FROM events.cursors WHERE subscriber = 'clumsy' AND last_error LIKE '%butterfingers%')"));
        var ready = await anybody.Get("/health/ready");
        ready.Code.ShouldBe(503);
        ready.Body!.ToJsonString().ShouldContain("clumsy");

        clumsy.Fails = false;
        await Eventually.So("it is ready again", async () => (await anybody.Get("/health/ready")).Code == 200, seconds: 60);
    }

    [Fact]
    public async Task A_fault_of_the_database_that_has_passed_is_held_against_nobody()
    {
        await using var ledger = await Open();
        await ledger.Node().Follow(new Copyist(10));
        await ledger.Write("one");
        await Eventually.So("it is copied", async () => await Copied(ledger) == 1);
        const string Failed = "SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()";
        var before = await ledger.Database.Ask<long>(Failed);
        await ledger.Database.Do("ALTER TABLE events.log RENAME TO gone");
        await Eventually.So("the fault is met", async () => await ledger.Database.Ask<long>(Failed) > before);
        await ledger.Database.Do("ALTER TABLE events.gone RENAME TO log");

        // No row comes that would clear it; a node that is not ready gets no requests that would write one.
        await Eventually.So("nothing is held against it", () => ledger.Database.Ask<bool>("SELECT last_error IS NULL FROM events.cursors"), seconds: 10);
        await ledger.Write("two");
        await Eventually.So("it goes on", async () => await Copied(ledger) == 2);
    }

    private static async Task<Ledger> Open()
    {
        var ledger = await Ledger.Open();
        await ledger.Database.Do("CREATE TABLE copies (tx xid8, seq bigint); CREATE TABLE others (tx xid8, seq bigint)");
        return ledger;
    }

    private static Task<long> Copied(Ledger ledger) => ledger.Database.Ask<long>("SELECT count(*) FROM copies");

    private static async Task IsAnExactCopy(Ledger ledger)
    {
        (await Copied(ledger)).ShouldBe(await ledger.Database.Ask<long>("SELECT count(*) FROM events.log"));
        (await ledger.Database.Ask<long>("SELECT count(*) FROM events.log l WHERE NOT EXISTS (SELECT FROM copies c WHERE (c.tx, c.seq) = (l.tx, l.seq))")).ShouldBe(0);
    }

    /// <summary>Copies what it is handed.</summary>
    private sealed class Copyist(
        int batchSize, Func<IReadOnlyList<LogEntry>, Func<Task>, Task>? how = null, TimeSpan linger = default, string name = "copyist", string table = "copies") : Subscriber
    {
        public override string Name => name;

        public override int BatchSize => batchSize;

        public override TimeSpan Linger => linger;

        public override Task Handle(IReadOnlyList<LogEntry> batch, NpgsqlConnection connection, CancellationToken cancellation)
        {
            return how is null ? Write() : how(batch, Write);

            async Task Write()
            {
                await using var copy = new NpgsqlCommand(
                    $"INSERT INTO {table} VALUES {string.Join(", ", batch.Select(entry => $"('{entry.Cursor.Tx}', {entry.Cursor.Seq})"))}", connection);
                await copy.ExecuteNonQueryAsync(cancellation);
            }
        }
    }

    private sealed class Clumsy : Subscriber
    {
        public volatile bool Fails = true;

        public override string Name => "clumsy";

        public override Task Handle(IReadOnlyList<LogEntry> batch, NpgsqlConnection connection, CancellationToken cancellation) =>
            Fails ? throw new InvalidOperationException("butterfingers") : Task.CompletedTask;
    }
}
