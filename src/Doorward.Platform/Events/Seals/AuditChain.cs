using System.Security.Cryptography;
using Dapper;
using Doorward.Platform.Events.Log;
using Npgsql;

namespace Doorward.Platform.Events.Seals;

/// <summary>Proves the audit trail: every seal follows the one before, and every row is what was sealed.</summary>
public sealed class AuditChain(NpgsqlDataSource database)
{
    /// <summary>Reads the whole chain, and stops at the first broken link.</summary>
    /// <param name="head">A head noted earlier, in hex: the chain must have passed through it, or its end was cut off and made anew. Null: none was.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<AuditVerdict> Verify(string? head, CancellationToken cancellation)
    {
        // One snapshot for all of it: sealing and pruning go on meanwhile.
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);

        var pruned = await Pruned(connection, cancellation);
        var (previous, number) = (Array.Empty<byte>(), 0L);
        var (rows, gone) = (0L, 0L);
        var end = LogCursor.Start;
        var passed = head is null;
        while (await Next(connection, number, cancellation) is { } seal)
        {
            rows += seal.Rows;
            var broken = seal.Number != number + 1 ? $"seal {number + 1} is missing"
                : !SHA256.HashData([.. previous, .. seal.Digests]).AsSpan().SequenceEqual(seal.Hash) ? $"seal {seal.Number} does not follow the one before it"
                : null;
            if (broken is null && seal.Last <= pruned)
            {
                gone += seal.Rows;
            }
            else
            {
                broken ??= await Compare(connection, seal, end, cancellation);
            }

            if (broken is not null)
            {
                return new AuditVerdict(broken, seal.Number, rows, gone, 0, Convert.ToHexStringLower(seal.Hash));
            }

            (previous, number, end) = (seal.Hash, seal.Number, seal.Last);
            passed |= string.Equals(head, Convert.ToHexString(seal.Hash), StringComparison.OrdinalIgnoreCase);
        }

        if (!passed)
        {
            return new AuditVerdict("the head that was noted is no part of the chain any more", number, rows, gone, 0, Convert.ToHexStringLower(previous));
        }

        if (await Strangers(connection, end, rows - gone, cancellation) is { } strangers)
        {
            return new AuditVerdict(strangers, number, rows, gone, 0, Convert.ToHexStringLower(previous));
        }

        await using var rest = new NpgsqlCommand("SELECT count(*) FROM events.log WHERE (tx, seq) > ($1, $2)", connection);
        LogReader.Bind(rest, end);
        var unsealed = (long)(await rest.ExecuteScalarAsync(cancellation))!;
        return new AuditVerdict(null, number, rows, gone, unsealed, Convert.ToHexStringLower(previous));
    }

    /// <summary>What no single seal shows: rows where pruning left none, and a chain that ends before the place that sealing had reached.</summary>
    private static async Task<string?> Strangers(NpgsqlConnection connection, LogCursor end, long expected, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            SELECT (SELECT count(*) FROM events.log WHERE (tx, seq) <= ($1, $2)),
                   (SELECT tx || '-' || seq FROM events.cursors WHERE subscriber = $3 AND (tx, seq) > ($1, $2))
            """, connection);
        LogReader.Bind(command, end);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = AuditSeal.CursorName });
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return row.GetInt64(0) != expected ? $"the log holds {row.GetInt64(0) - expected} rows among the pruned ones that no seal covers"
            : row.IsDBNull(1) ? null
            : $"the seals after {end} are missing: the log was sealed up to {row.GetString(1)}";
    }

    private static async Task<LogCursor> Pruned(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT tx, seq FROM events.pruned", connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? new LogCursor(row.GetFieldValue<ulong>(0), row.GetInt64(1)) : LogCursor.Start;
    }

    private static async Task<Seal?> Next(NpgsqlConnection connection, long after, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT number, last_tx, last_seq, digests, hash FROM events.seals WHERE number > $1 ORDER BY number LIMIT 1", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation)
            ? new Seal(row.GetInt64(0), new LogCursor(row.GetFieldValue<ulong>(1), row.GetInt64(2)), row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4))
            : null;
    }

    /// <summary>The rows between the previous seal's end and this one's, against the digests: nothing changed, missing or slipped in.</summary>
    private static async Task<string?> Compare(NpgsqlConnection connection, Seal seal, LogCursor after, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT l.tx, l.seq, events.digest(l) FROM events.log l WHERE (l.tx, l.seq) > ($1, $2) AND (l.tx, l.seq) <= ($3, $4) ORDER BY l.tx, l.seq", connection);
        LogReader.Bind(command, after);
        LogReader.Bind(command, seal.Last);
        await using var rows = await command.ExecuteReaderAsync(cancellation);

        var row = 0;
        while (await rows.ReadAsync(cancellation))
        {
            var cursor = new LogCursor(rows.GetFieldValue<ulong>(0), rows.GetInt64(1));
            if (row >= seal.Rows || !seal.Digest(row).SequenceEqual(rows.GetFieldValue<byte[]>(2)))
            {
                return $"seal {seal.Number}, its row {row + 1}: the log's row {cursor} is not what was sealed";
            }

            row++;
        }

        return row == seal.Rows ? null : $"seal {seal.Number}: {seal.Rows - row} of its {seal.Rows} rows are missing from the log";
    }
}
