using System.Text.Json;
using Doorward.Platform.Postgres;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Platform.Tests.Postgres;

/// <summary>
/// Plans are part of the contract. On realistic sizes the generic plan of every hot statement reads what it needs by index, and leaves to a
/// filter only what no index should serve.
/// </summary>
public sealed class PlanTests(PlanTests.Town town) : IClassFixture<PlanTests.Town>
{
    /// <summary>Filters that are right, each with its reason.</summary>
    private static readonly (string Statement, string Filter, string Reason)[] Allowed =
    [
        ("CancelBooking", "(p_1.id = b_1.applicant_id)", "One booking and one applicant: whether it is theirs."),
        ("CancelBooking", "(b.applicant_id = p.id)", "One booking and one applicant: whether it is theirs."),
        ("CancelBooking", "(b_3.status = 'confirmed'::text)", "One booking, by its key: its status once more, under the lock."),
        ("BookVisit", "(p_1.organization_id = s_1.organization_id)", "Follows from the two conditions on the asker's organization, which are in the indexes."),
        ("BookVisit", "s_1.starts_at > $9", "A property of the one slot that was found by its key."),
        ("CancelBooking", "(p_1.organization_id = s.organization_id)", "Follows from the two conditions on the asker's organization, which are in the indexes."),
        ("CancelBooking", "(s_1.status = 'booked'", "A property of the one slot that was found by its key."),
        ("CancelSlot", "s_1.status <> 'cancelled'", "A property of the one slot that was found by its key."),
        ("CancelSlot", "(b.status = 'confirmed'", "The partial index's own condition, tested again at the lock."),
        ("ListProperties", "(properties.archived_at IS NULL) OR $2", "An agency's properties in order; few of them are archived."),
        ("ListBookingsOfAgent", "ROW(s.starts_at, b.id) > ROW($3, $4)", "Only parts visits of the same moment; the moment is in the index of the slots."),
        ("ListSlotsOfProperty", "(slots.status = 'available'", "The property's slots from now on; most of them are still to be had."),
        ("BookVisit", "(h_2.slot_id <> w_1.slot_id)", "The one or two holds of the applicant at that time: this slot's own is met elsewhere."),
        ("BookVisit", "(b_3.status = 'confirmed'", "The one or two that take the applicant's time then: a hold of theirs does not stand in the way."),
        ("FreeSlots", "(b.status = 'confirmed'", "The one or two that take the applicant's time then: a hold of theirs does not stand in the way."),
        ("FreeSlotsOfProperty", "(b.status = 'confirmed'", "The one or two that take the applicant's time then: a hold of theirs does not stand in the way."),
        ("VisitsOfApplicant", "(b.status <> 'held'", "All but the few that an applicant holds at this moment."),
        ("ListBookingsOfApplicant", "(b.status <> 'held'", "All but the few that an applicant holds at this moment."),
        ("ListBookingsOfAgent", "(b.status <> 'held'", "All but the few that are held at this moment."),
        ("ShowBooking", "(b.status <> 'held'", "A property of the one booking that was found by its key."),
        ("HoldSlot", "(p.id = COALESCE(t.for_applicant_id, p.id))", "A property of the one applicant that was found by the person."),
        ("HoldSlot", "(s_1.starts_at > $9)", "A property of the one slot that was found by its key."),
        ("HoldSlot", "((b.held_until IS NULL) OR (b.held_until > $9))", "The one or two that take the applicant's time then; they may have lapsed."),
        ("HoldSlot", "(h_6.held_until <= $9)", "Of the few that one applicant holds."),
        ("ReleaseHold", "(s_1.status = 'held'", "A property of the one slot that was found by its key."),
        ("ReleaseHoldsOfKey", "(h.status = 'held'", "The partial index's own condition, tested again at the lock."),
        ("ReleaseHoldsOfKey", "(s.status = 'held'", "A property of the one slot that was found by its key."),
        ("ReleaseHoldsOfKey", "(h_1.hold_key = $2)", "A property of the one hold that was found by its key, tested again under the lock."),
        ("LapseHold", "(s.status = 'held'", "A property of the one slot that was found by its key."),
        ("FreeSlots", "(s.status = 'available'", "An agency's slots of the hours that were asked for; some of them are still to be had."),
        ("FreeSlotsOfProperty", "(s.status = 'available'", "The property's slots of the hours that were asked for; most of them are still to be had."),
        ("FreeSlots", "((a.time_zone IS NULL) OR (p.time_zone = a.time_zone))", "A property of the one property that was found by its key."),
        ("FreeSlotsOfProperty", "((a.time_zone IS NULL) OR (p.time_zone = a.time_zone))", "A property of the one property that was found by its key."),
        ("ShowBooking", "$4 OR (a.person_id = $3)", "A property of the one applicant that was found by its key."),
        ("ScreenApplicant", "(o.id = a.named_id) OR (o.slug = a.named_slug)", "The few organizations against the ten messages at most of one look at a queue."),
        ("ClaimEvents", "(e.id = l_1.id)", "A property of the one row that was found by its place."),
        ("ClaimEvents", "(ROW(l_1.tx, l_1.seq) > ROW(c.tx, c.seq))", "The events of one batch against the one cursor of their subscriber."),
        ("ClaimJobs", "NOT (hashed SubPlan", "The few that this very look claims, among the due ones of a kind."),
        ("ClaimJobs", "jobs.lease_until < clock_timestamp()", "The due jobs that are held are those that run: as many as there are workers."),
        ("KeepLeases", "((k.holder = $4) AND (mine.attempts = k.attempts))", "A property of the one job that was found by its key: whether it is still ours."),
        ("AdvanceCursor", "((cursors.holder = $5) AND (cursors.tx = $6)", "A property of the one cursor that was found by its name: whether it is still ours, and where it stood."),
        ("LinkApplicant", "(a.person_id IS NULL)", "The partial index's own condition, tested again at the lock."),
        ("IngestMessage", "((a_3.by <> 'customer'::text) OR (c.person_id = a_3.customer_id))", "A property of the one conversation that was found by its key: whether it is theirs."),
        ("IngestMessage", "(f.opens OR (e_1.n IS NOT NULL))", "The commands of one batch among themselves."),
        ("IngestMessage", "(d.status = ANY ('{SUGGESTED,ESCALATED}'::text[]))", "The partial index's own condition, tested again at the lock."),
        ("IngestMessage", "(l.n = a.n)", "The commands of one batch among themselves."),
        ("SendReply", "(d.status = ANY ('{SUGGESTED,ESCALATED}'::text[]))", "The partial index's own condition, tested again at the lock."),
        ("ApproveReply", "(d_1.status = ANY ('{SUGGESTED,ESCALATED}'::text[]))", "A property of the one draft that was found by its key."),
        ("ReviewDraft", "(d_1.status = ANY ('{SUGGESTED,ESCALATED}'::text[]))", "A property of the one draft that was found by its key."),
        ("ChangeConversation", "(cardinality(c_1.tags) < 20)", "A property of the one conversation that was found by its key."),
        ("ChangePolicy", "(c.organization_id = a.organization_id)", "The commands of one batch among themselves."),
        ("ChangePolicy", "(c_1.organization_id = a_2.organization_id)", "The commands of one batch among themselves."),
        ("ChangePolicy", "(l.n = a.n)", "The commands of one batch among themselves."),
        ("Runs/ReadQuestion", "(u.organization_id = m.organization_id)", "One message and one day's usage, each found by its key."),
        ("Runs/ReadQuestion", "(m.author = 'CUSTOMER'::text)", "A property of the one message that was found by its key."),
        ("StoreRun", "((a_1.holder = j.holder) AND (a_1.attempts = j.attempts))", "A property of the one job that was found by its key: whether it is still ours."),
        ("StoreRun", "(a_3.n = l.n)", "The commands of one batch among themselves."),
        ("StoreRun", "(o.n = a.n)", "The commands of one batch among themselves."),
        ("StoreRun", "(w_2.n = o_1.n)", "The commands of one batch among themselves."),
        ("StoreRun", "(s_1.id = w.draft_id)", "The commands of one batch among themselves."),
        ("StoreRun", "(s_2.id = w_1.draft_id)", "The commands of one batch among themselves."),
        ("Copilot/ReleaseHolds", "(d.offers @?", "A property of the one draft that was found by its key."),
        ("LinkApplicant", "(o.organization_id = w.organization_id)", "The few applicants of one address against the few records of one person."),
    ];

    /// <summary>Found by this test and still to be mended. Each is a fault of its statement, not of the rule.</summary>
    private static readonly (string Statement, string Filter, string Fault)[] Owed =
    [
    ];

    [Theory]
    [InlineData("BookVisit", true)]
    [InlineData("CancelBooking", true)]
    [InlineData("OpenSlot", true)]
    [InlineData("CancelSlot", true)]
    [InlineData("AcceptApplicant", true)]
    [InlineData("ScreenApplicant", true)]
    [InlineData("FreeSlots", false)]
    [InlineData("FreeSlotsOfProperty", false)]
    [InlineData("VisitsOfApplicant", false)]
    [InlineData("HoldSlot", true)]
    [InlineData("ReleaseHold", true)]
    [InlineData("ReleaseHoldsOfKey", true)]
    [InlineData("LapseHold", false)]
    [InlineData("LockSlots", true)]
    [InlineData("ListSlots", false)]
    [InlineData("ListSlotsOfProperty", false)]
    [InlineData("ListBookingsOfApplicant", false)]
    [InlineData("ListBookingsOfAgent", false)]
    [InlineData("ListApplicants", false)]
    [InlineData("ListProperties", false)]
    [InlineData("ShowSlot", false)]
    [InlineData("ShowBooking", false)]
    [InlineData("ReadLog", false)]
    [InlineData("ClaimJobs", false)]
    [InlineData("KeepLeases", false)]
    [InlineData("AdvanceCursor", true)]
    [InlineData("Copilot/Intake", true)]
    [InlineData("ClaimEvents", true)]
    [InlineData("HandledBeyond", false)]
    [InlineData("ParkEvent", true)]
    [InlineData("ReadParked", false)]
    [InlineData("FindMember", false)]
    [InlineData("FindApplicant", false)]
    [InlineData("LinkApplicant", false)]
    [InlineData("IngestMessage", true)]
    [InlineData("SendReply", true)]
    [InlineData("ApproveReply", true)]
    [InlineData("ReviewDraft", true)]
    [InlineData("ChangeConversation", true)]
    [InlineData("ChangePolicy", true)]
    [InlineData("AuditTrail", false)]
    [InlineData("ListQueue", false)]
    [InlineData("ListDrafts", false)]
    [InlineData("ListDraftsOfConversation", false)]
    [InlineData("ListMessages", false)]
    [InlineData("FindDrafts", false)]
    [InlineData("FindReviews", false)]
    [InlineData("FindConversations", false)]
    [InlineData("FindMessages", false)]
    [InlineData("Runs/ReadQuestion", false)]
    [InlineData("StillWaits", false)]
    [InlineData("LockConversation", true)]
    [InlineData("StoreRun", true)]
    [InlineData("Copilot/ReleaseHolds", true)]
    [InlineData("Notices/FindReaders", true)]
    public async Task A_hot_statement_goes_by_index(string file, bool command)
    {
        var nodes = await town.Plan(Statement.Of(file), command);
        nodes.ShouldNotBeEmpty();

        // Fifty members and ten organizations are a page each, and nothing is faster than reading it; a person has few of either.
        var read = nodes.Where(node => node.Relation is not ("members" or "organizations")).ToList();
        read.Where(node => node.Type is "Seq Scan").Select(node => node.Relation).ShouldBeEmpty();

        var faults = read
            .Where(node => node.Filter is not null
                && !Allowed.Concat(Owed).Any(one => one.Item1 == file && node.Filter.Contains(one.Item2, StringComparison.Ordinal)))
            .Select(node => $"{node.Type} {node.Relation} {node.Index}: {node.Filter}");
        faults.ShouldBeEmpty();

        // An index without a condition is read from end to end, as slowly as the table.
        read.Where(node => node is { Type: "Index Scan" or "Index Only Scan", Condition: null }).Select(node => $"{node.Relation} {node.Index}").ShouldBeEmpty();
    }

    [Fact]
    public void Every_allowed_filter_has_a_reason() => Allowed.Concat(Owed).ShouldAllBe(one => one.Item3.Length > 20);

    public sealed record PlanNode(string Type, string? Relation, string? Index, string? Condition, string? Filter);

    /// <summary>A town full of agencies: 10 of them, 50 agents, 2,000 applicants, 50,000 slots, 20,000 bookings, 5,000 conversations with drafts, 100,000 rows of log, 20,000 jobs and 30,000 late ones.</summary>
    public sealed class Town : IAsyncLifetime
    {
        private Desk? _desk;

        public async ValueTask InitializeAsync()
        {
            _desk = await Desk.Open();
            const string Load = """
                SET session_replication_role = replica;
                INSERT INTO accounts.organizations SELECT md5('o' || o)::uuid, 'agency-' || o, 'Agency', now() FROM generate_series(0, 9) o;
                INSERT INTO accounts.people SELECT md5('a' || a)::uuid, 'Agent', 'a' || a || '@x.example', now() FROM generate_series(0, 49) a;
                INSERT INTO accounts.people SELECT md5('p' || p)::uuid, 'Applicant', 'p' || p || '@x.example', now() FROM generate_series(0, 1999) p;
                INSERT INTO accounts.sign_ins SELECT 'i', id::text, id, now() FROM accounts.people;
                INSERT INTO accounts.members SELECT md5('o' || a % 10)::uuid, md5('a' || a)::uuid, 'agent', now() FROM generate_series(0, 49) a;
                INSERT INTO visits.properties (organization_id, id, name, address, time_zone, created_at)
                    SELECT md5('o' || a % 10)::uuid, md5('h' || a || '-' || h)::uuid, 'House', 'Street', 'UTC', now() FROM generate_series(0, 49) a, generate_series(0, 3) h;
                INSERT INTO visits.applicants (organization_id, id, external_id, name, email, risk_level, person_id, created_at)
                    SELECT md5('o' || p % 10)::uuid, md5('q' || p)::uuid, 'x' || p, 'Applicant', 'p' || p || '@x.example', 'LOW',
                           CASE WHEN p % 4 > 0 THEN md5('p' || p)::uuid END, now() FROM generate_series(0, 1999) p;
                INSERT INTO visits.screenings (organization_id, event_key, event_id, applicant_id, risk_level, outcome, handled_at)
                    SELECT md5('o' || p % 10)::uuid, sha256(convert_to('e' || p, 'UTF8')), 'e' || p, md5('q' || p)::uuid, 'LOW', 'accepted', now() FROM generate_series(0, 1999) p;
                INSERT INTO visits.slots (organization_id, id, property_id, agent_id, during, status, parallel, created_at)
                    SELECT md5('o' || a % 10)::uuid, md5('s' || a || '-' || i)::uuid, md5('h' || a || '-' || i % 4)::uuid, md5('a' || a)::uuid,
                           tstzrange(now() + i * interval '1 hour', now() + (i + 1) * interval '1 hour'), CASE WHEN i < 400 THEN 'booked' ELSE 'available' END, false, now()
                    FROM generate_series(0, 49) a, generate_series(0, 999) i;
                INSERT INTO visits.bookings (organization_id, id, slot_id, applicant_id, during, status, created_at)
                    SELECT md5('o' || a % 10)::uuid, md5('b' || a || '-' || i)::uuid, md5('s' || a || '-' || i)::uuid, md5('q' || (a + 50 * (i % 40)))::uuid,
                           tstzrange(now() + i * interval '1 hour', now() + (i + 1) * interval '1 hour'), 'confirmed', now()
                    FROM generate_series(0, 49) a, generate_series(0, 399) i;
                INSERT INTO support.conversations (organization_id, id, customer_ref, person_id, applicant_id, messages, created_at, last_message_at)
                    SELECT md5('o' || c % 10)::uuid, md5('c' || c)::uuid, 'x' || c, CASE WHEN c % 4 > 0 THEN md5('p' || c % 2000)::uuid END, md5('q' || c % 2000)::uuid, 3,
                           now() - c * interval '1 minute', now() - c * interval '1 minute'
                    FROM generate_series(0, 4999) c;
                INSERT INTO support.messages (organization_id, id, conversation_id, number, author, body, draft_id, created_at, idempotency_key)
                    SELECT md5('o' || c % 10)::uuid, md5('m' || c || '-' || n)::uuid, md5('c' || c)::uuid, n, CASE n WHEN 2 THEN 'STAFF' ELSE 'CUSTOMER' END, 'Hello',
                           CASE n WHEN 2 THEN md5('d' || c)::uuid END, now() - c * interval '1 minute', CASE n WHEN 1 THEN 'k' || c END
                    FROM generate_series(0, 4999) c, generate_series(1, 3) n;
                INSERT INTO support.drafts (organization_id, id, conversation_id, message_id, status, body, intent, category, sentiment, urgency, confidence, threshold, created_at,
                                            reviewed_by, reviewed_at)
                    SELECT md5('o' || c % 10)::uuid, md5('d' || c)::uuid, md5('c' || c)::uuid, md5('m' || c || '-' || 1)::uuid,
                           CASE c % 8 WHEN 0 THEN 'SUGGESTED' WHEN 1 THEN 'ESCALATED' ELSE 'SENT' END, 'Hello', 'visit', 'visits', 'NEUTRAL', 'NORMAL', 0.8, 0.6,
                           now() - c * interval '1 minute', CASE WHEN c % 8 > 1 THEN md5('a' || c % 50)::uuid END, CASE WHEN c % 8 > 1 THEN now() END
                    FROM generate_series(0, 4999) c;
                INSERT INTO support.reviews (organization_id, id, draft_id, person_id, action, version, at)
                    SELECT md5('o' || c % 10)::uuid, md5('r' || c)::uuid, md5('d' || c)::uuid, md5('a' || c % 50)::uuid, 'APPROVED', 1, now() FROM generate_series(0, 4999) c;
                INSERT INTO support.policies (organization_id, version, policy, changed_at)
                    SELECT md5('o' || o)::uuid, v, '{}', now() FROM generate_series(0, 9) o, generate_series(1, 50) v;
                INSERT INTO support.model_usage (organization_id, day, runs, read_tokens, written_tokens)
                    SELECT md5('o' || o)::uuid, current_date - d, 1, 1, 1 FROM generate_series(0, 9) o, generate_series(0, 99) d;
                INSERT INTO events.log (type, organization_id, subject_id, after)
                    SELECT 'booking.confirmed', md5('o' || n % 10)::uuid, md5('b' || n)::uuid, '{"status": "confirmed"}' FROM generate_series(1, 100000) n;
                INSERT INTO events.jobs (kind, key, due_at, holder, lease_until)
                    SELECT 'kind-' || n % 4, n::text, now() + n * interval '1 minute', CASE WHEN n < 10 THEN md5('n')::uuid END, CASE WHEN n < 10 THEN now() + interval '1 minute' END
                    FROM generate_series(-100, 20000) n;
                INSERT INTO events.jobs (kind, key) SELECT 'backlog', n::text FROM generate_series(1, 30000) n;
                INSERT INTO events.cursors (subscriber) SELECT 'subscriber-' || n FROM generate_series(1, 12) n ON CONFLICT DO NOTHING;
                INSERT INTO events.handled SELECT 'subscriber-' || 1 + l.seq % 12, tx, seq FROM events.log l WHERE type = 'booking.confirmed' LIMIT 50000;
                SET session_replication_role = DEFAULT;
                """;

            // One by one: a transaction of half a minute would hold up the readers of every log on this server.
            await using var connection = await _desk.Database.OpenConnectionAsync();
            foreach (var sql in Load.Split(";\n"))
            {
                await using var load = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
                await load.ExecuteNonQueryAsync();
            }

            await _desk.Database.Do("ANALYZE");
        }

        public async Task<IReadOnlyList<PlanNode>> Plan(Statement statement, bool command)
        {
            // A command's plan, and that of what subscribers and jobs write, is made with the planner options of their pool; everybody else's with the defaults.
            await using var commands = new CommandDatabase(_desk!.ConnectionString);
            await using var connection = command ? await commands.Open() : await _desk.Database.OpenConnectionAsync();
            var arguments = statement.Types.Count == 0 ? "" : $"({string.Join(", ", statement.Types.Select(type => $"NULL::{type}"))})";
            await using var explain = new NpgsqlCommand(
                $"SET plan_cache_mode = force_generic_plan; {statement.Prepare("hot")}; EXPLAIN (VERBOSE, FORMAT JSON) EXECUTE hot{arguments}", connection);
            await using var rows = await explain.ExecuteReaderAsync();
            do
            {
                while (await rows.ReadAsync())
                {
                    using var plan = JsonDocument.Parse(rows.GetString(0));
                    var nodes = new List<PlanNode>();
                    Walk(plan.RootElement[0].GetProperty("Plan"), nodes);
                    return nodes;
                }
            }
            while (await rows.NextResultAsync());
            return [];
        }

        public ValueTask DisposeAsync() => _desk?.DisposeAsync() ?? ValueTask.CompletedTask;

        /// <summary>The nodes that read a module's table, and those that join with a filter.</summary>
        private static void Walk(JsonElement node, List<PlanNode> nodes)
        {
            var relation = Text(node, "Relation Name");
            var join = Text(node, "Join Filter");
            if (relation is not null || join is not null)
            {
                nodes.Add(new PlanNode(Text(node, "Node Type")!, relation, Text(node, "Index Name"), Text(node, "Index Cond"), Text(node, "Filter") ?? join));
            }

            if (node.TryGetProperty("Plans", out var plans))
            {
                foreach (var child in plans.EnumerateArray())
                {
                    Walk(child, nodes);
                }
            }
        }

        private static string? Text(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
