using Doorward.Platform.Events.Seals;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Tests.Races;

/// <summary>
/// Looks at what a history left behind: no overlap and no half booking in the tables, no message without its event or its draft; a log that tells, read in
/// the order in which subscribers read it, exactly how the tables came to be; everything that a client was told; no job that was given up; and each row of
/// the log seen exactly once by the audit seal.
/// </summary>
internal static class HistoryChecker
{
    private static readonly TimeSpan SealLimit = TimeSpan.FromMinutes(4); // a killed node's lease lapses after 15 seconds

    // Jobs are freed after 20 seconds, and those that failed while the database was away are tried again later each time.
    private static readonly TimeSpan RestLimit = TimeSpan.FromMinutes(6);

    private static readonly (string Fault, string Sql)[] Rules =
    [
        ("two live slots of an agent overlap", """
            SELECT a.id, b.id FROM visits.slots a JOIN visits.slots b USING (organization_id, agent_id)
            WHERE a.id < b.id AND a.during && b.during AND a.status <> 'cancelled' AND b.status <> 'cancelled'
            """),
        ("two live slots of a property overlap", """
            SELECT a.id, b.id FROM visits.slots a JOIN visits.slots b USING (organization_id, property_id)
            JOIN visits.properties p ON p.organization_id = a.organization_id AND p.id = property_id
            WHERE NOT p.allows_parallel_viewings AND a.id < b.id AND a.during && b.during AND a.status <> 'cancelled' AND b.status <> 'cancelled'
            """),
        ("two bookings or holds of an applicant overlap", """
            SELECT a.id, b.id FROM visits.bookings a JOIN visits.bookings b USING (organization_id, applicant_id)
            WHERE a.id < b.id AND a.during && b.during AND a.status IN ('confirmed', 'held') AND b.status IN ('confirmed', 'held')
            """),
        ("a slot is held without exactly one hold, for the same applicant and time", """
            SELECT s.id, s.id FROM visits.slots s
            WHERE (s.status = 'held')::int <> (SELECT count(*) FROM visits.bookings b
                WHERE b.organization_id = s.organization_id AND b.slot_id = s.id AND b.status = 'held' AND b.during = s.during
                  AND (s.status <> 'held' OR (b.applicant_id = s.held_by AND b.held_until = s.held_until)))
            """),
        ("an applicant holds more than three slots", """
            SELECT applicant_id, min(slot_id::text)::uuid FROM visits.bookings WHERE status = 'held' GROUP BY applicant_id HAVING count(*) > 3
            """),
        ("a slot is booked without exactly one confirmed booking", """
            SELECT s.id, s.id FROM visits.slots s
            WHERE (s.status = 'booked')::int <> (SELECT count(*) FROM visits.bookings b
                WHERE b.organization_id = s.organization_id AND b.slot_id = s.id AND b.status = 'confirmed' AND b.during = s.during)
            """),
        ("a slot's copy of its property's setting is wrong", """
            SELECT s.id, p.id FROM visits.slots s JOIN visits.properties p ON p.organization_id = s.organization_id AND p.id = s.property_id
            WHERE s.parallel <> p.allows_parallel_viewings
            """),
        ("an idempotency key made two rows", """
            SELECT min(id::text)::uuid, max(id::text)::uuid FROM (
                SELECT id, idempotency_key FROM visits.slots UNION ALL SELECT id, idempotency_key FROM visits.bookings
                UNION ALL SELECT id, idempotency_key FROM support.messages) AS made
            WHERE idempotency_key IS NOT NULL GROUP BY idempotency_key HAVING count(*) > 1
            """),
        .. ConversationRules.All,
    ];

    /// <summary>Every fault, as a sentence; none when all is well.</summary>
    public static async Task<IReadOnlyList<string>> Check(NpgsqlDataSource database, Witness witness)
    {
        var faults = new List<string>(witness.Unexpected.Take(10).Select(said => $"A client was told: {said}"));
        faults.AddRange(await Lapsed(database));
        foreach (var (fault, sql) in Rules)
        {
            await database.Each(sql, row => faults.Add($"{fault}: {row.GetGuid(0)} and {row.GetGuid(1)}"));
        }

        var tables = await States(database, "SELECT id, status FROM visits.slots UNION ALL SELECT id, status FROM visits.bookings WHERE status <> 'held'");
        faults.AddRange(await Replay(database, tables));
        faults.AddRange(Told(witness, tables));
        faults.AddRange(ConversationRules.Told(witness, await States(database, "SELECT id, author FROM support.messages UNION ALL SELECT id, status FROM support.drafts")));
        faults.AddRange(await Sealed(database));
        return faults;
    }

    /// <summary>
    /// Holds whose time ran out are taken out by jobs, and messages answered by others, which may still be under way; from then on nothing happens any
    /// more. None of them may have been given up.
    /// </summary>
    private static async Task<IReadOnlyList<string>> Lapsed(NpgsqlDataSource database)
    {
        var left = new List<string>();
        if (!await Eventually.Is(async () =>
        {
            var due = 0L;
            await database.Each("""
                SELECT (SELECT count(*) FROM events.jobs WHERE kind IN ('visits.lapse_hold', 'copilot.draft') AND due_at < now() + interval '1 minute' AND dead_at IS NULL)
                     + (SELECT count(*) FROM events.cursors c WHERE EXISTS (SELECT FROM events.log l WHERE (l.tx, l.seq) > (c.tx, c.seq)))
                """, row => due = row.GetInt64(0));
            return due == 0;
        }, RestLimit))
        {
            await database.Each(
                "SELECT format('%s: attempt %s, due %s, lease until %s, %s', kind, attempts, due_at, lease_until, last_error) FROM events.jobs WHERE attempts > 0 OR due_at <= now() LIMIT 5", row => left.Add(row.GetString(0)));
            left.Add("Subscribers and jobs did not come to an end");
        }

        await database.Each("SELECT slot_id FROM visits.bookings WHERE held_until <= now()", row => left.Add($"The hold of {row.GetGuid(0)} is over, and still there"));
        await database.Each(
            "SELECT kind, count(*), max(last_error) FROM events.jobs WHERE dead_at IS NOT NULL GROUP BY kind",
            row => left.Add($"{row.GetInt64(1)} jobs of kind {row.GetString(0)} were given up: {row.GetString(2)}"));
        return left;
    }

    private static async Task<Dictionary<Guid, string>> States(NpgsqlDataSource database, string sql)
    {
        var states = new Dictionary<Guid, string>();
        await database.Each(sql, row => states.Add(row.GetGuid(0), row.GetString(1)));
        return states;
    }

    private static async Task<IReadOnlyList<string>> Replay(NpgsqlDataSource database, Dictionary<Guid, string> tables)
    {
        var replay = new Replay();
        await database.Each(
            """
            SELECT tx::text || '-' || seq, type, subject_id, before->>'status', after->>'status', (after->>'slot_id')::uuid, (after->>'booking_id')::uuid,
                   (after->>'applicant_id')::uuid
            FROM events.log WHERE type LIKE 'slot.%' OR type LIKE 'booking.%' ORDER BY tx, seq
            """,
            row => replay.Tell(row.GetString(0), row.GetString(1), row.GetGuid(2), Text(row, 3), Text(row, 4), Id(row, 5), Id(row, 6), Id(row, 7)));

        return
        [
            .. replay.Faults,
            .. tables.Where(row => replay.States.GetValueOrDefault(row.Key) != row.Value)
                .Select(row => $"{row.Key} is {row.Value}, but by the log it is {replay.States.GetValueOrDefault(row.Key) ?? "not there"}"),
            .. replay.States.Keys.Where(id => !tables.ContainsKey(id)).Select(id => $"The log speaks of {id}, which is not there"),
        ];
    }

    private static IEnumerable<string> Told(Witness witness, Dictionary<Guid, string> tables) =>
    [
        .. witness.Slots.Keys.Concat(witness.Bookings.Keys).Where(id => !tables.ContainsKey(id)).Select(id => $"A client was told 201, but {id} is not there"),
        .. witness.CancelledSlots.Keys.Concat(witness.CancelledBookings.Keys)
            .Where(id => !tables.GetValueOrDefault(id, "").StartsWith("cancelled", StringComparison.Ordinal))
            .Select(id => $"A client was told that {id} is cancelled, but it is {tables.GetValueOrDefault(id, "not there")}"),
    ];

    /// <summary>The audit seal is the subscriber whose effects show every row: a digest each, in order.</summary>
    private static async Task<IReadOnlyList<string>> Sealed(NpgsqlDataSource database)
    {
        var chain = new AuditChain(database);
        await Eventually.Is(async () => (await chain.Verify(null, CancellationToken.None)) is { Unsealed: 0 } or { Broken: not null }, SealLimit);
        var verdict = await chain.Verify(null, CancellationToken.None);
        var rows = 0L;
        await database.Each("SELECT count(*) FROM events.log", row => rows = row.GetInt64(0));
        return verdict.Broken is { } broken ? [$"The seal is broken: {broken}"]
            : verdict.Unsealed > 0 ? [$"{verdict.Unsealed} rows were never sealed"]
            : verdict.Rows != rows ? [$"The seals cover {verdict.Rows} rows, the log has {rows}"]
            : [];
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static Guid? Id(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private static async Task Each(this NpgsqlDataSource database, string sql, Action<NpgsqlDataReader> take)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 120;
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            take(rows);
        }
    }
}
