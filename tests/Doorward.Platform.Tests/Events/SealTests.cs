using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Retention;
using Doorward.Platform.Events.Seals;
using Doorward.Testing;

namespace Doorward.Platform.Tests.Events;

public sealed class SealTests
{
    [Fact]
    public async Task A_seal_is_on_the_disk_before_its_head_can_be_noted()
    {
        await using var ledger = await Ledger.Open();
        await ledger.Database.Do("""
            CREATE TABLE waited (how text);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO waited VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$;
            CREATE TRIGGER note AFTER INSERT ON events.seals EXECUTE FUNCTION note();
            """);
        await ledger.Write("a");
        await ledger.Node().Follow(new AuditSeal());
        await Eventually.So("it is sealed", async () => await ledger.Database.Ask<long>("SELECT count(*) FROM waited") > 0);
        (await ledger.Database.Ask<string>("SELECT string_agg(DISTINCT how, ',') FROM waited")).ShouldBe("on");
    }

    [Fact]
    public async Task What_happens_is_sealed_within_a_second_or_two()
    {
        await using var ledger = await Sealed(0);
        await ledger.Write("act");
        await Eventually.So("it is sealed", async () => await ledger.Database.Ask<long>("SELECT count(*) FROM events.seals") == 1);
        (await ledger.Database.Ask<double>("SELECT extract(epoch FROM sealed_at - at)::float8 FROM events.seals, events.log")).ShouldBeLessThan(3);
        var verdict = await Verify(ledger);
        (verdict.Broken, verdict.Seals, verdict.Rows, verdict.Unsealed).ShouldBe((null, 1, 1, 0));
    }

    [Fact]
    public async Task Rows_in_every_form_keep_their_digest()
    {
        await using var ledger = await Sealed(0);
        await ledger.Database.Do("""
            INSERT INTO events.log (type, subject_id, organization_id, actor_id, before, after, traceparent, at) VALUES
            ('ünï "code"', platform.uuid_v7(), NULL, NULL, NULL, NULL, NULL, '1999-12-31 23:59:59.999999+00'),
            ('b', platform.uuid_v7(), platform.uuid_v7(), platform.uuid_v7(), '{"b": 1, "a": [1.50, null]}', '"x"', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', now())
            """);
        await AllSealed(ledger);
        await ledger.Database.Do("ALTER DATABASE " + new Npgsql.NpgsqlConnectionStringBuilder(ledger.ConnectionString).Database + " SET TimeZone = 'Asia/Tokyo'");
        await using var elsewhere = Npgsql.NpgsqlDataSource.Create(ledger.ConnectionString + ";Application Name=elsewhere");
        (await new AuditChain(elsewhere).Verify(null, default)).Broken.ShouldBeNull();
    }

    [Theory]
    [InlineData("UPDATE events.log SET after = '{\"n\": 0}' WHERE (tx, seq) = (SELECT tx, seq FROM events.log ORDER BY tx, seq OFFSET 4 LIMIT 1)", "seal 2, its row 2: the log's row")]
    [InlineData("UPDATE events.log SET at = at + interval '1 microsecond' WHERE (tx, seq) = (SELECT tx, seq FROM events.log ORDER BY tx, seq LIMIT 1)", "seal 1, its row 1: the log's row")]
    [InlineData("UPDATE events.log SET actor_id = platform.uuid_v7() WHERE (tx, seq) = (SELECT max(tx), max(seq) FROM events.log)", "seal 4, its row 3: the log's row")]
    [InlineData("DELETE FROM events.log WHERE (tx, seq) = (SELECT tx, seq FROM events.log ORDER BY tx, seq OFFSET 5 LIMIT 1)", "seal 2: 1 of its 3 rows are missing")]
    [InlineData("DELETE FROM events.log WHERE (tx, seq) = (SELECT tx, seq FROM events.log ORDER BY tx, seq OFFSET 3 LIMIT 1)", "seal 2, its row 1: the log's row")]
    [InlineData("INSERT INTO events.log (tx, seq, type, subject_id) OVERRIDING SYSTEM VALUE SELECT tx, seq + 1000, 'forged', subject_id FROM events.log ORDER BY tx, seq OFFSET 4 LIMIT 1", "is not what was sealed")]
    [InlineData("INSERT INTO events.log (tx, seq, type, subject_id) OVERRIDING SYSTEM VALUE VALUES ('0', -5, 'forged', platform.uuid_v7())", "1 rows")]
    [InlineData("UPDATE events.seals SET digests = set_byte(digests, 7, (get_byte(digests, 7) + 1) % 256) WHERE number = 3", "seal 3 does not follow")]
    [InlineData("UPDATE events.seals SET hash = sha256('x') WHERE number = 2", "seal 2 does not follow")]
    [InlineData("UPDATE events.seals SET last_seq = last_seq - 1 WHERE number = 2", "seal 2")]
    [InlineData("DELETE FROM events.seals WHERE number = 1", "seal 1 is missing")]
    [InlineData("DELETE FROM events.seals WHERE number = 2", "seal 2 is missing")]
    [InlineData("DELETE FROM events.seals WHERE number = 4", "the seals after")]
    [InlineData("TRUNCATE events.seals", "the seals after")]
    public async Task Whoever_tampers_breaks_the_chain_at_that_link(string tampering, string broken)
    {
        await using var ledger = await Sealed(4);
        (await Verify(ledger)).Broken.ShouldBeNull();
        await ledger.Database.Do(tampering);
        (await Verify(ledger)).Broken.ShouldNotBeNull().ShouldContain(broken);
    }

    [Fact]
    public async Task An_end_that_was_cut_off_with_all_its_traces_is_found_by_a_head_noted_before()
    {
        await using var ledger = await Sealed(4);
        var head = (await Verify(ledger)).Head;
        await ledger.Database.Do("""
            WITH cut AS (DELETE FROM events.seals WHERE number > 2 RETURNING first_tx, first_seq),
                 rows AS (DELETE FROM events.log l WHERE (l.tx, l.seq) >= (SELECT first_tx, first_seq FROM events.seals WHERE number = 3))
            UPDATE events.cursors SET tx = s.last_tx, seq = s.last_seq FROM events.seals s WHERE s.number = 2
            """);
        (await Verify(ledger)).Broken.ShouldBeNull();
        (await new AuditChain(ledger.Database).Verify(head, default)).Broken.ShouldNotBeNull().ShouldContain("head that was noted");

        var kept = (await Verify(ledger)).Head;
        (await new AuditChain(ledger.Database).Verify(kept.ToUpperInvariant(), default)).Broken.ShouldBeNull();
    }

    [Fact]
    public async Task A_head_stays_part_of_the_chain_as_it_grows()
    {
        await using var ledger = await Sealed(2);
        var head = (await Verify(ledger)).Head;
        await ledger.Write("more");
        await AllSealed(ledger);
        var verdict = await new AuditChain(ledger.Database).Verify(head, default);
        verdict.Broken.ShouldBeNull();
        verdict.Head.ShouldNotBe(head);
    }

    [Fact]
    public async Task Pruning_removes_old_rows_by_whole_seals_and_the_chain_still_holds()
    {
        await using var ledger = await Sealed(4);
        await ledger.Database.Do("UPDATE events.seals SET sealed_at = now() - interval '10 days' WHERE number <= 2");
        await Prune(ledger, 5);
        (await ledger.Database.Ask<long>("SELECT count(*) FROM events.log")).ShouldBe(6);
        var verdict = await Verify(ledger);
        (verdict.Broken, verdict.Seals, verdict.Rows, verdict.Pruned).ShouldBe((null, 4, 12, 6));
        (await ledger.Database.Ask<bool>("SELECT (p.tx, p.seq) = (s.last_tx, s.last_seq) FROM events.pruned p, events.seals s WHERE number = 2")).ShouldBeTrue();

        await ledger.Write("more");
        await AllSealed(ledger);
        (await Verify(ledger)).Broken.ShouldBeNull();
        await ledger.Database.Do("""
            INSERT INTO events.log (tx, seq, type, subject_id) OVERRIDING SYSTEM VALUE
            SELECT first_tx, first_seq, 'forged', platform.uuid_v7() FROM events.seals WHERE number = 1
            """);
        (await Verify(ledger)).Broken.ShouldNotBeNull().ShouldContain("among the pruned");
    }

    [Fact]
    public async Task Pruning_never_passes_a_subscriber_who_has_not_read_it()
    {
        await using var ledger = await Sealed(4);
        await ledger.Database.Do("""
            UPDATE events.seals SET sealed_at = now() - interval '10 days';
            INSERT INTO events.cursors (subscriber, tx, seq) SELECT 'slow', first_tx, first_seq FROM events.seals WHERE number = 3
            """);
        await Prune(ledger, 5);
        (await ledger.Database.Ask<long>("SELECT count(*) FROM events.log")).ShouldBe(6);
        await ledger.Database.Do("UPDATE events.cursors SET tx = last_tx, seq = last_seq FROM events.seals WHERE number = 4");
        await Prune(ledger, 5);
        (await ledger.Database.Ask<long>("SELECT count(*) FROM events.log")).ShouldBe(0);
        (await Verify(ledger)).Broken.ShouldBeNull();
    }

    [Fact]
    public async Task Pruning_never_passes_a_job_that_still_speaks_of_it()
    {
        await using var ledger = await Sealed(4);
        await ledger.Database.Do("""
            UPDATE events.seals SET sealed_at = now() - interval '10 days';
            INSERT INTO events.jobs (kind, key, event_tx, event_seq, due_at) SELECT 'mail', 'k', last_tx, last_seq, now() + interval '1 year' FROM events.seals WHERE number = 2
            """);
        await Prune(ledger, 5);
        (await ledger.Database.Ask<long>("SELECT count(*) FROM events.log")).ShouldBe(9);
    }

    [Fact]
    public async Task Pruning_comes_again_by_itself_every_hour()
    {
        await using var ledger = await Sealed(4);
        await ledger.Database.Do("UPDATE events.seals SET sealed_at = now() - interval '10 days'");
        await new PruneLog.FirstTime(new LogRetention(TimeSpan.FromDays(5)), ledger.Database).StartAsync(default);
        await new PruneLog.FirstTime(new LogRetention(TimeSpan.FromDays(5)), ledger.Database).StartAsync(default);
        (await ledger.Database.Ask<long>("SELECT count(*) FROM events.jobs")).ShouldBe(1);

        await ledger.Node().Work(new PruneLog(new LogRetention(TimeSpan.FromDays(5))));
        await Eventually.So("it is pruned", async () => await ledger.Database.Ask<long>("SELECT count(*) FROM events.log") == 0);
        (await ledger.Database.Ask<double>("SELECT (extract(epoch FROM due_at - now()) / 60)::float8 FROM events.jobs WHERE kind = 'log.prune'")).ShouldBe(60, 1);
    }

    [Fact]
    public async Task By_default_everything_is_kept()
    {
        await using var ledger = await Sealed(4);
        await ledger.Database.Do("UPDATE events.seals SET sealed_at = now() - interval '100 years'");
        await new PruneLog.FirstTime(new LogRetention(null), ledger.Database).StartAsync(default);
        (await ledger.Database.Ask<long>("SELECT count(*) FROM events.jobs")).ShouldBe(0);

        // One that is left over from when there was a retention ends there.
        await ledger.Database.Do("INSERT INTO events.jobs (kind, key) VALUES ('log.prune', 'hourly')");
        await ledger.Node().Work(new PruneLog(new LogRetention(null)));
        await Eventually.So("it is done", async () => await ledger.Database.Ask<long>("SELECT count(*) FROM events.jobs") == 0);
        (await ledger.Database.Ask<long>("SELECT count(*) FROM events.log")).ShouldBe(12);
    }

    private static async Task Prune(Ledger ledger, int days)
    {
        await ledger.Database.Do($"INSERT INTO events.jobs (kind, key) VALUES ('log.prune', 'hourly') ON CONFLICT (kind, key) DO UPDATE SET due_at = now()");
        await ledger.Node().Work(new PruneLog(new LogRetention(TimeSpan.FromDays(days))));
        await Eventually.So("it has run", () => ledger.Database.Ask<bool>("SELECT due_at > now() AND holder IS NULL FROM events.jobs WHERE kind = 'log.prune'"));
    }

    private static Task<AuditVerdict> Verify(Ledger ledger) => new AuditChain(ledger.Database).Verify(null, default);

    /// <summary>A ledger with so many seals of three rows each.</summary>
    private static async Task<Ledger> Sealed(int seals)
    {
        var ledger = await Ledger.Open();
        await ledger.Node().Follow(new AuditSeal());
        for (var n = 1; n <= seals; n++)
        {
            await ledger.Write($"{n}a", $"{n}b", $"{n}c");
            await AllSealed(ledger);
        }

        return ledger;
    }

    private static Task AllSealed(Ledger ledger) => Eventually.So("all is sealed", () => ledger.Database.Ask<bool>(
        "SELECT NOT EXISTS (SELECT FROM events.log l WHERE (l.tx, l.seq) > ALL (SELECT last_tx, last_seq FROM events.seals))"));
}
