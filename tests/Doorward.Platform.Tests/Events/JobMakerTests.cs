using System.Collections.Concurrent;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Testing;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Platform.Tests.Events;

public sealed class JobMakerTests
{
    [Fact]
    public async Task Every_row_makes_one_job_that_runs_once_though_two_nodes_compete_and_statements_fail()
    {
        await using var ledger = await Ledger.Open();
        var ran = new ConcurrentBag<string>();
        for (var n = 0; n < 2; n++)
        {
            var node = ledger.Node();
            await node.Work(new Worker(4, ran.Add));
            await node.Follow(new Clerk(fails: 3));
        }

        await ledger.Scribble(writers: 6, transactions: 25);
        await Eventually.So("all is done", async () => ran.Count >= await ledger.Database.Ask<long>("SELECT count(*) FROM events.log"));
        await Eventually.So("nothing is left", async () => await ledger.Database.Ask<bool>("SELECT NOT EXISTS (SELECT FROM events.jobs)"));
        ran.Count.ShouldBe((int)await ledger.Database.Ask<long>("SELECT count(*) FROM events.log"));
        ran.ShouldBeUnique();
    }

    [Fact]
    public async Task With_places_free_nobody_looks_for_the_jobs_and_beyond_them_they_wait()
    {
        await using var ledger = await Ledger.Open();
        var node = ledger.Node();
        using var free = new SemaphoreSlim(0);
        var ran = new ConcurrentBag<string>();
        await node.Work(new Worker(2, ran.Add, free), new StoppedClock());
        await ledger.Write("a", "b", "c", "d", "e");
        await node.Follow(new Clerk());

        await Eventually.So("two run, as many as there are places", () => ran.Count == 2);
        (await ledger.Database.Ask<string>("SELECT string_agg(attempts || ' ' || (holder IS NOT NULL), ',' ORDER BY attempts DESC) FROM events.jobs"))
            .ShouldBe("1 true,1 true,0 false,0 false,0 false");
        free.Release(5);
        await Eventually.So("the others run when places are free", async () => await ledger.Database.Ask<bool>("SELECT NOT EXISTS (SELECT FROM events.jobs)"));
        ran.Order().ShouldBe(["a", "b", "c", "d", "e"]);
    }

    [Fact]
    public async Task Who_lost_the_lease_makes_nothing_and_gives_its_places_back()
    {
        await using var ledger = await Ledger.Open();
        var node = ledger.Node();
        var ran = new ConcurrentBag<string>();
        await node.Work(new Worker(1, ran.Add));
        var clerk = new Clerk(before: () => ledger.Database.Do("UPDATE events.cursors SET holder = platform.uuid_v7(), lease_until = now() + interval '1 hour'"));
        await ledger.Write("a");
        await node.Follow(clerk);
        await Eventually.So("it has tried", () => clerk.Tries == 1);
        await Eventually.So("it asks for the lease again", async () => await ledger.Database.Ask<bool>(
            "SELECT NOT EXISTS (SELECT FROM events.jobs) AND EXISTS (SELECT FROM events.cursors WHERE tx = '0')"));
        ran.ShouldBeEmpty();

        await ledger.Database.Do("UPDATE events.cursors SET lease_until = now() - interval '1 second'");
        await Eventually.So("it goes on with all its places", () => ran.Count == 1);
    }

    [Fact]
    public async Task A_node_that_stops_keeps_no_job_that_it_has_just_made()
    {
        await using var ledger = await Ledger.Open();
        var (node, started) = (ledger.Node(), new TaskCompletionSource());
        using var never = new SemaphoreSlim(0);
        await node.Work(new Worker(4, _ => started.TrySetResult(), never));
        await node.Follow(new Clerk());
        await ledger.Write("a", "b");
        await started.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await node.Stop();
        (await ledger.Database.Ask<string>("SELECT string_agg(attempts || ' ' || (holder IS NOT NULL), ',') FROM events.jobs")).ShouldBe("0 false,0 false");
    }

    /// <summary>Makes a job of every row; every so often its statement fails once it has written.</summary>
    private sealed class Clerk(int? fails = null, Func<Task>? before = null) : JobMaker
    {
        public int Tries { get; private set; }

        public override string Name => "clerk";

        public override int BatchSize => 20;

        public override IReadOnlySet<string> Makes { get; } = new HashSet<string> { "work" };

        protected internal override string Claims => "work";

        protected internal override NpgsqlBatchCommand Jobs(IReadOnlyList<LogEntry> batch, JobClaim claim)
        {
            if (Tries++ == 0)
            {
                before?.Invoke().GetAwaiter().GetResult();
            }

            var command = new NpgsqlBatchCommand($"""
                WITH made AS (
                    INSERT INTO events.jobs (kind, key, payload, attempts, holder, lease_until)
                    SELECT 'work', key, jsonb_build_object('type', type), (n <= $3)::int, CASE WHEN n <= $3 THEN $4 END, CASE WHEN n <= $3 THEN clock_timestamp() + $5 END
                    FROM unnest($1, $2) WITH ORDINALITY t (key, type, n)
                    RETURNING *
                )
                SELECT id, kind, key, organization_id, payload::text, attempts, traceparent FROM made WHERE holder IS NOT NULL AND 1 / {(Tries % fails == 0 ? 0 : 1)} = 1
                """);
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. batch.Select(entry => entry.Id.ToString())] });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. batch.Select(entry => entry.Type)] });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = claim.Most });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = claim.Holder, NpgsqlDbType = NpgsqlDbType.Uuid });
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = claim.Lease });
            return command;
        }
    }

    private sealed class Worker(int places, Action<string> ran, SemaphoreSlim? wait = null) : JobHandler
    {
        public override string Kind => "work";

        public override int Parallel => places;

        public override async Task<JobWrites> Run(Job job, CancellationToken cancellation)
        {
            ran(wait is null ? job.Key : System.Text.Json.JsonElement.Parse(job.Payload).GetProperty("type").GetString()!);
            await (wait?.WaitAsync(cancellation) ?? Task.CompletedTask);
            return (_, _) => Task.CompletedTask;
        }
    }
}
