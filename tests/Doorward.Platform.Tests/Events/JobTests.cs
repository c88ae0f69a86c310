using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Telemetry;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Platform.Tests.Events;

public sealed class JobTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Concurrent_workers_claim_each_job_once()
    {
        await using var ledger = await Ledger.Open();
        await Queue(ledger, 300);
        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var (store, mine) = (ledger.Node().Jobs, new List<Job>());
            while ((await store.Claim("post", Minute, 7)).Jobs is { Count: > 0 } some)
            {
                mine.AddRange(some);
            }

            return mine;
        }));

        var ids = claimed.SelectMany(mine => mine).Select(job => job.Id).ToList();
        ids.ShouldBeUnique();
        // One that another was just claiming is skipped, so the last look of each may come too early; nobody is left out for good.
        (ids.Count + await ledger.Database.Ask<long>("SELECT count(*) FROM events.jobs WHERE holder IS NULL")).ShouldBe(300);
        ids.Count.ShouldBeGreaterThan(250);
    }

    [Fact]
    public async Task A_job_whose_lease_has_lapsed_goes_to_another_and_the_first_holder_changes_nothing()
    {
        await using var ledger = await Ledger.Open();
        await Queue(ledger, 1);
        var (first, second) = (ledger.Node().Jobs, ledger.Node().Jobs);
        var stale = (await first.Claim("post", Minute, 1)).Jobs.ShouldHaveSingleItem();
        (await second.Claim("post", Minute, 1)).Jobs.ShouldBeEmpty();

        await ledger.Database.Do("UPDATE events.jobs SET lease_until = now() - interval '1 second'");
        var fresh = (await second.Claim("post", Minute, 1)).Jobs.ShouldHaveSingleItem();
        fresh.ShouldBe(stale with { Attempts = 2, Holder = fresh.Holder });
        fresh.Holder.ShouldNotBe(stale.Holder);

        await ledger.Database.Do("CREATE TABLE letters (n int)");
        (await first.Complete(stale, Write("INSERT INTO letters VALUES (1)"), default)).ShouldBeFalse();
        await first.Fail(stale, "too late", null);
        await first.Keep([stale], TimeSpan.FromHours(1), default);
        (await ledger.Database.Ask<bool>("SELECT lease_until < now() + interval '2 minutes' AND dead_at IS NULL FROM events.jobs")).ShouldBeTrue();
        (await ledger.Database.Ask<long>("SELECT count(*) FROM letters")).ShouldBe(0);
        (await second.Complete(fresh, Write("INSERT INTO letters VALUES (2)"), default)).ShouldBeTrue();
        (await ledger.Database.Ask<int>("SELECT n FROM letters")).ShouldBe(2);
    }

    [Fact]
    public async Task Renewing_leases_waits_for_no_job_that_is_just_ending()
    {
        await using var ledger = await Ledger.Open();
        await Queue(ledger, 2);
        var store = ledger.Node().Jobs;
        var jobs = (await store.Claim("post", Minute, 2)).Jobs;
        await using var ending = await ledger.Database.OpenConnectionAsync();
        await using var transaction = await ending.BeginTransactionAsync();
        await using (var delete = new NpgsqlCommand($"DELETE FROM events.jobs WHERE id = '{jobs[0].Id}'", ending))
        {
            await delete.ExecuteNonQueryAsync();
        }

        await store.Keep(jobs, TimeSpan.FromHours(1), default).WaitAsync(TimeSpan.FromSeconds(20));
        await transaction.RollbackAsync();
        (await ledger.Database.Ask<string>("SELECT string_agg(id::text, ',') FROM events.jobs WHERE lease_until > now() + interval '30 minutes'")).ShouldBe(jobs[1].Id.ToString());
    }

    [Fact]
    public async Task The_same_node_cannot_finish_a_job_it_has_lost_to_itself()
    {
        await using var ledger = await Ledger.Open();
        await Queue(ledger, 1);
        var store = ledger.Node().Jobs;
        var stale = (await store.Claim("post", Minute, 1)).Jobs.ShouldHaveSingleItem();
        await ledger.Database.Do("UPDATE events.jobs SET lease_until = now() - interval '1 second'");
        var fresh = (await store.Claim("post", Minute, 1)).Jobs.ShouldHaveSingleItem();
        (await store.Complete(stale, Write("SELECT 1"), default)).ShouldBeFalse();
        (await store.Complete(fresh, Write("SELECT 1"), default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Writes_that_fail_leave_the_job_to_be_run_again()
    {
        await using var ledger = await Ledger.Open();
        await ledger.Database.Do("CREATE TABLE letters (n int UNIQUE)");
        await Queue(ledger, 1);
        var runs = 0;
        await ledger.Node().Work(new Postman((_, _) => Task.FromResult(Interlocked.Increment(ref runs) == 1
            ? Write("INSERT INTO letters VALUES (1); INSERT INTO letters VALUES (1)")
            : Write("INSERT INTO letters VALUES (2)"))));
        await Eventually.So("it is done", async () => await Left(ledger) == 0);
        (await ledger.Database.Ask<string>("SELECT string_agg(n::text, ',') FROM letters")).ShouldBe("2");
        runs.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_is_run_before_it_is_due_and_then_it_is()
    {
        await using var ledger = await Ledger.Open();
        await Queue(ledger, 1, "now() + interval '1500 milliseconds'");
        await ledger.Node().Work(new Postman((_, _) => Task.FromResult(Write(
            "CREATE TABLE run AS SELECT clock_timestamp() AS at"))));
        var due = await ledger.Database.Ask<DateTime>("SELECT due_at FROM events.jobs");
        await Eventually.So("it is done", async () => await Left(ledger) == 0);
        var late = await ledger.Database.Ask<DateTime>("SELECT at FROM run") - due;
        late.ShouldBeGreaterThan(TimeSpan.Zero);
        late.ShouldBeLessThan(TimeSpan.FromSeconds(30)); // it does not wait for a longer poll; how late is the machine's affair
    }

    [Fact]
    public async Task The_next_look_is_when_the_next_job_is_due_or_a_lease_lapses()
    {
        await using var ledger = await Ledger.Open();
        var store = ledger.Node().Jobs;
        (await Look("post")).NextDue.ShouldBeNull();
        await Queue(ledger, 1, "now() + interval '1 hour'");
        (await Look("post")).NextDue!.Value.TotalMinutes.ShouldBe(60, 1);
        await Queue(ledger, 2);
        var claimed = await Look("post");
        (claimed.Jobs.Count, claimed.NextDue <= TimeSpan.Zero).ShouldBe((1, true), "one more is due than was asked for");
        (await Look("post")).Jobs.Count.ShouldBe(1);
        (await Look("post")).NextDue!.Value.TotalMinutes.ShouldBe(5, 1);
        var nothing = await Look("other");
        (nothing.Jobs.Count, nothing.NextDue).ShouldBe((0, null));

        Task<Claimed> Look(string kind) => store.Claim(kind, TimeSpan.FromMinutes(5), 1);
    }

    [Fact]
    public async Task Loops_of_many_kinds_that_look_together_get_each_their_own()
    {
        await using var ledger = await Ledger.Open();
        await ledger.Database.Do("""
            INSERT INTO events.jobs (kind, key, due_at)
            SELECT 'kind-' || k, n::text, now() + CASE WHEN n > 3 THEN interval '1 hour' ELSE interval '0' END FROM generate_series(1, 12) k, generate_series(1, 4) n
            """);
        var nodes = new[] { ledger.Node().Jobs, ledger.Node().Jobs };
        var looks = await Task.WhenAll(Enumerable.Range(1, 12).SelectMany(k => nodes.Select(async jobs => (k, look: await jobs.Claim($"kind-{k}", TimeSpan.FromMinutes(5), 2)))));

        foreach (var kind in looks.GroupBy(one => one.k))
        {
            var jobs = kind.SelectMany(one => one.look.Jobs).ToList();
            jobs.ShouldAllBe(job => job.Kind == $"kind-{kind.Key}" && job.Attempts == 1);
            jobs.Select(job => job.Key).ShouldBeUnique();
            jobs.Count.ShouldBeInRange(2, 3, "another may pass over what one is just taking");
            kind.ShouldAllBe(one => one.look.Jobs.Count <= 2 && one.look.NextDue < TimeSpan.FromHours(2));
        }
    }

    [Fact]
    public async Task A_failed_job_is_put_off_longer_each_time()
    {
        await using var ledger = await Ledger.Open();
        await Queue(ledger, 1);
        await ledger.Node().Work(new Postman((_, _) => throw new InvalidOperationException("no stamp")));
        await Eventually.So("it has failed", () => ledger.Database.Ask<bool>("SELECT last_error IS NOT NULL FROM events.jobs"));
        (await ledger.Database.Ask<string>("SELECT last_error FROM events.jobs")).ShouldBe("InvalidOperationException: no stamp");
        (await ledger.Database.Ask<bool>("SELECT holder IS NULL AND lease_until IS NULL AND dead_at IS NULL FROM events.jobs")).ShouldBeTrue();

        for (var attempt = 1; attempt < 30; attempt++)
        {
            var (soonest, latest) = (Backoff.After(attempt, 0), Backoff.After(attempt, 1));
            latest.TotalSeconds.ShouldBe(Math.Min(3600, Math.Pow(2, attempt - 1)), 0.001);
            soonest.ShouldBe(latest / 2);
        }
    }

    [Fact]
    public async Task One_that_fails_too_often_is_parked_with_its_reason_and_runs_again_when_a_person_says_so()
    {
        await using var ledger = await Ledger.Open();
        await Queue(ledger, 1);
        var stamped = false;
        var runs = 0;
        await ledger.Node().Work(new Postman((_, _) =>
        {
            runs++;
            return stamped ? Task.FromResult(Write("SELECT 1")) : throw new InvalidOperationException("no stamp");
        }, maxAttempts: 2));
        await Eventually.So("it is parked", async () =>
        {
            await ledger.Database.Do("UPDATE events.jobs SET due_at = now() WHERE due_at > now()");
            return await ledger.Database.Ask<bool>("SELECT dead_at IS NOT NULL FROM events.jobs");
        });
        runs.ShouldBe(2);

        var letters = new DeadLetters(ledger.Database);
        var letter = (await letters.List(10, default)).ShouldHaveSingleItem();
        (letter.Kind, letter.Key, letter.Attempts, letter.Reason).ShouldBe(("post", "k1", 2, "InvalidOperationException: no stamp"));
        letter.DeadAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(await ledger.Database.Ask<long>("SELECT extract(epoch FROM now())::bigint")), TimeSpan.FromMinutes(1));
        (await letters.Find(letter.Id, default)).ShouldBe(letter);
        (await letters.Find(Guid.CreateVersion7(), default)).ShouldBeNull();
        (await letters.Requeue(null, "other", default)).ShouldBe(0);

        stamped = true;
        (await letters.Requeue(letter.Id, null, default)).ShouldBe(1);
        await Eventually.So("it is done", async () => await Left(ledger) == 0);
    }

    [Fact]
    public async Task One_that_is_refused_is_parked_at_once()
    {
        await using var ledger = await Ledger.Open();
        await Queue(ledger, 1);
        await ledger.Node().Work(new Postman((_, _) => throw new JobRefused("There is no such street.")));
        await Eventually.So("it is parked", () => ledger.Database.Ask<bool>("SELECT dead_at IS NOT NULL FROM events.jobs"));
        (await ledger.Database.Ask<string>("SELECT attempts || last_error FROM events.jobs")).ShouldContain("There is no such street.");
    }

    [Fact]
    public async Task A_reason_that_PostgreSQL_cannot_store_does_not_keep_poison_alive()
    {
        await using var ledger = await Ledger.Open();
        await Queue(ledger, 1);
        await ledger.Node().Work(new Postman((_, _) => throw new JobRefused("It says \0 and \ud800.")));
        await Eventually.So("it is parked", () => ledger.Database.Ask<bool>("SELECT dead_at IS NOT NULL FROM events.jobs"), seconds: 15);
    }

    [Fact]
    public async Task One_that_takes_every_node_down_with_it_is_parked_too()
    {
        await using var ledger = await Ledger.Open();
        await Queue(ledger, 1);
        await ledger.Database.Do("UPDATE events.jobs SET attempts = 3, holder = platform.uuid_v7(), lease_until = now() - interval '1 second'");
        var runs = 0;
        await ledger.Node().Work(new Postman((_, _) =>
        {
            runs++;
            return Task.FromResult(Write("SELECT 1"));
        }, maxAttempts: 3));
        await Eventually.So("it is parked", () => ledger.Database.Ask<bool>("SELECT coalesce(bool_and(dead_at IS NOT NULL), false) FROM events.jobs"), seconds: 15);
        runs.ShouldBe(0);
    }

    [Fact]
    public async Task A_node_that_stops_hands_its_job_back_and_does_not_hold_the_attempt_against_it()
    {
        await using var ledger = await Ledger.Open();
        await Queue(ledger, 1);
        var busy = new TaskCompletionSource();
        var node = ledger.Node();
        await node.Work(new Postman(async (_, cancellation) =>
        {
            busy.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return Write("SELECT 1");
        }));
        await busy.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await node.Stop();
        (await ledger.Database.Ask<bool>("SELECT holder IS NULL AND lease_until IS NULL AND due_at <= now() AND attempts = 0 FROM events.jobs")).ShouldBeTrue();

        await ledger.Node().Work(new Postman((_, _) => Task.FromResult(Write("SELECT 1"))));
        await Eventually.So("another does it", async () => await Left(ledger) == 0);
    }

    [Fact]
    public async Task An_attempt_that_takes_longer_than_its_lease_is_called_off()
    {
        await using var ledger = await Ledger.Open();
        await Queue(ledger, 1);
        var calledOff = new TaskCompletionSource();
        await ledger.Node().Work(new Postman(async (_, cancellation) =>
        {
            await using var watched = cancellation.Register(() => calledOff.TrySetResult());
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return Write("SELECT 1");
        }, lease: TimeSpan.FromMilliseconds(300)));
        await calledOff.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task What_a_dead_node_was_at_is_free_within_half_a_minute_however_long_it_might_have_taken_and_a_living_one_keeps_it()
    {
        await using var ledger = await Ledger.Open();
        await Queue(ledger, 1);
        var (busy, done) = (new TaskCompletionSource(), new TaskCompletionSource());
        var runs = 0;
        await ledger.Node().Work(new Postman(async (_, cancellation) =>
        {
            runs++;
            busy.TrySetResult();
            await done.Task.WaitAsync(cancellation);
            return Write("SELECT 1");
        }, lease: TimeSpan.FromHours(1)));
        await busy.Task.WaitAsync(TimeSpan.FromSeconds(20));
        (await ledger.Database.Ask<bool>("SELECT lease_until < now() + interval '25 seconds' FROM events.jobs")).ShouldBeTrue();

        await ledger.Database.Do("CREATE TABLE first AS SELECT lease_until FROM events.jobs");
        await Eventually.So("it is renewed", () => ledger.Database.Ask<bool>("SELECT j.lease_until > f.lease_until FROM events.jobs j, first f"));
        done.SetResult();
        await Eventually.So("it is done", async () => await Left(ledger) == 0);
        runs.ShouldBe(1);
    }

    /// <summary>
    /// A job has its transaction id from its first write. What it meets at a later lock may carry a younger one: were it to go on from there, its event would
    /// stand in the log before the event that it follows from.
    /// </summary>
    [Fact]
    public async Task What_a_job_follows_from_stands_before_it_in_the_log()
    {
        await using var ledger = await Ledger.Open();
        await ledger.Database.Do("CREATE TABLE letters AS SELECT 1 AS n");
        await Queue(ledger, 1);
        await using var other = await ledger.Database.OpenConnectionAsync();
        await Write("BEGIN; LOCK TABLE letters IN SHARE MODE")(other, default);
        await ledger.Node().Work(new Postman((_, _) => Task.FromResult(Write(Stamp("n + 1")))));
        await Eventually.So("it waits", () => ledger.Database.Ask<bool>(
            "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"));

        await Write($"{Stamp("10")}; COMMIT")(other, default);

        await Eventually.So("it is done", async () => await Left(ledger) == 0);
        (await ledger.Database.Ask<string>("SELECT string_agg(after->>'n', ',' ORDER BY tx, seq) FROM events.log")).ShouldBe("10,11");

        static string Stamp(string n) => $$"""
            WITH stamped AS (UPDATE letters SET n = {{n}} RETURNING n)
            INSERT INTO events.log (type, subject_id, after) SELECT 'letter.stamped', platform.uuid_v7(), jsonb_build_object('n', n) FROM stamped
            """;
    }

    [Fact]
    public async Task What_a_job_writes_belongs_to_the_trace_of_the_request_that_caused_it()
    {
        await using var ledger = await Ledger.Open();
        const string Theirs = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await ledger.Database.Do($"INSERT INTO events.jobs (kind, key, traceparent) VALUES ('post', 'traced', '{Theirs}')");
        var seen = new ConcurrentQueue<string?>();
        await ledger.Node().Work(new Postman((_, _) =>
        {
            seen.Enqueue(DoorwardTelemetry.Traceparent);
            return Task.FromResult(Write("SELECT 1"));
        }));
        await Eventually.So("it is done", async () => await Left(ledger) == 0);
        seen.ShouldHaveSingleItem().ShouldNotBeNull()[3..35].ShouldBe(Theirs[3..35]);
    }

    [Fact]
    public async Task Many_jobs_on_two_nodes_are_each_done_once()
    {
        await using var ledger = await Ledger.Open();
        await ledger.Database.Do("CREATE TABLE letters (id uuid)");
        await Queue(ledger, 120);
        for (var n = 0; n < 2; n++)
        {
            await ledger.Node().Work(new Postman((job, _) => Task.FromResult(Write($"INSERT INTO letters VALUES ('{job.Id}')"))));
        }

        await Eventually.So("all are done", async () => await Left(ledger) == 0);
        (await ledger.Database.Ask<string>("SELECT count(*) || ' ' || count(DISTINCT id) FROM letters")).ShouldBe("120 120");
    }

    [Fact]
    public async Task A_slow_job_holds_up_no_other_of_its_kind()
    {
        await using var ledger = await Ledger.Open();
        await Queue(ledger, 12);
        var others = new CountdownEvent(11);
        var allOthers = new TaskCompletionSource();
        var isFirst = 1;
        await ledger.Node().Work(new Postman(async (_, cancellation) =>
        {
            if (Interlocked.Exchange(ref isFirst, 0) == 1)
            {
                await allOthers.Task.WaitAsync(cancellation);
            }
            else if (others.Signal())
            {
                allOthers.SetResult();
            }

            return Write("SELECT 1");
        }));

        await Eventually.So("all are done", async () => await Left(ledger) == 0);
    }

    [Fact]
    public async Task Whoever_makes_a_job_wakes_those_who_run_it_and_no_poll_is_waited_for()
    {
        await using var ledger = await Ledger.Open();
        var (node, never) = (ledger.Node(), new StoppedClock());
        await ledger.Database.Do("CREATE TABLE letters (key text)");
        await node.Work(new Postman((job, _) => Task.FromResult(Write($"INSERT INTO letters VALUES ('{job.Key}')"))), never);
        await node.Work(new Sorter(), never);
        await node.Follow(new Collector(), never);

        // From the second on all of them have looked before and found nothing: what comes now is found by being woken, or never.
        for (var n = 1; n <= 4; n++)
        {
            await ledger.Write("letter.thrown_in");
            await Eventually.So("the letter is delivered", async () =>
            {
                node.Signal.Pulse(); // as whoever wrote the row would; again where a transaction elsewhere keeps it from being final
                return await ledger.Database.Ask<long>("SELECT count(*) FROM letters") == n;
            });
        }
    }

    [Fact]
    public async Task A_handler_may_end_its_jobs_by_a_command_of_its_own()
    {
        await using var ledger = await Ledger.Open();
        await Queue(ledger, 12);
        await ledger.Database.Do("CREATE TABLE letters (key text)");
        await ledger.Node().Work(new Postman(async (job, _) =>
        {
            await ledger.Database.Do($"""
                WITH ended AS (DELETE FROM events.jobs WHERE id = '{job.Id}' AND holder = '{job.Holder}' AND attempts = {job.Attempts} RETURNING key)
                INSERT INTO letters SELECT key FROM ended
                """);
            return JobHandler.Ended;
        }));

        await Eventually.So("all are done", async () => await Left(ledger) == 0);
        (await ledger.Database.Ask<long>("SELECT count(DISTINCT key) FROM letters")).ShouldBe(12);
        (await ledger.Database.Ask<long>("SELECT count(*) FROM letters")).ShouldBe(12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_another_node_has_by_now_is_counted_as_lost(bool byCommand)
    {
        await using var ledger = await Ledger.Open();
        var kind = $"kind-{Guid.CreateVersion7():N}";
        await ledger.Database.Do($"INSERT INTO events.jobs (kind, key) VALUES ('{kind}', '1')");
        var outcomes = new ConcurrentBag<string?>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, of) => of.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) =>
        {
            if (instrument.Name == "doorward.jobs.duration" && (string?)tags[0].Value == kind)
            {
                outcomes.Add((string?)tags[1].Value);
            }
        });
        listener.Start();

        await ledger.Node().Work(new Postman(async (_, _) =>
        {
            await ledger.Database.Do("UPDATE events.jobs SET holder = platform.uuid_v7(), lease_until = now() + interval '1 hour'");
            return byCommand ? JobHandler.Lost : Write("SELECT 1");
        }, kind: kind));

        await Eventually.So("it has ended here", () => !outcomes.IsEmpty);
        outcomes.ShouldBe(["lost"]);
        (await Left(ledger)).ShouldBe(1, "it is the other node's");
    }

    private static JobWrites Write(string sql) => async (connection, cancellation) =>
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    };

    private static Task<int> Queue(Ledger ledger, int count, string due = "now()") => ledger.Database.Do($$"""
        INSERT INTO events.jobs (kind, key, payload, due_at)
        SELECT 'post', 'k' || (n + (SELECT count(*) FROM events.jobs)), '{"to": "Ana"}', {{due}} FROM generate_series(1, {{count}}) n
        """);

    private static Task<long> Left(Ledger ledger) => ledger.Database.Ask<long>("SELECT count(*) FROM events.jobs");

    private sealed class Postman(Func<Job, CancellationToken, Task<JobWrites>> how, int maxAttempts = 10, TimeSpan? lease = null, string kind = "post") : JobHandler
    {
        public override string Kind => kind;

        public override int MaxAttempts => maxAttempts;

        public override TimeSpan Lease => lease ?? Minute;

        public override Task<JobWrites> Run(Job job, CancellationToken cancellation) => how(job, cancellation);
    }

    /// <summary>Makes a job of every row.</summary>
    private sealed class Collector : Subscriber
    {
        public override string Name => "collector";

        public override TimeSpan Linger => TimeSpan.Zero; // there are clocks here that stand still

        public override async Task Handle(IReadOnlyList<LogEntry> batch, NpgsqlConnection connection, CancellationToken cancellation)
        {
            foreach (var entry in batch)
            {
                await Write($"INSERT INTO events.jobs (kind, key) VALUES ('sort', '{entry.Id}')")(connection, cancellation);
            }
        }
    }

    /// <summary>Makes a job of a job.</summary>
    private sealed class Sorter : JobHandler
    {
        public override string Kind => "sort";

        public override Task<JobWrites> Run(Job job, CancellationToken cancellation) =>
            Task.FromResult(Write($"INSERT INTO events.jobs (kind, key) VALUES ('post', '{job.Key}')"));
    }
}
