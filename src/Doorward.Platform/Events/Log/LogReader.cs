using Doorward.Platform.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Platform.Events.Log;

/// <summary>Reads the log in its final order.</summary>
public sealed class LogReader(NpgsqlDataSource database)
{
    private static readonly string Text = Sql.Read(typeof(LogReader).Assembly, "Events/Log/ReadLog.sql");

    /// <summary>The rows after a cursor, up to where the order is final; empty when there are none.</summary>
    /// <param name="after">The last row that was read.</param>
    /// <param name="limit">Rows at the most.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="withStates">Whether before and after are wanted: they are most of a row.</param>
    public async Task<IReadOnlyList<LogEntry>> Read(LogCursor after, int limit, CancellationToken cancellation, bool withStates = true) =>
        (await Look(after, limit, cancellation, withStates)).Entries;

    /// <summary>As <see cref="Read"/>, and whether more was committed that is not final yet.</summary>
    public async Task<LogPage> Look(LogCursor after, int limit, CancellationToken cancellation, bool withStates = true)
    {
        await using var command = database.CreateCommand(Text);
        var parameters = Bind(command, after);
        parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        parameters.Add(new NpgsqlParameter<bool> { TypedValue = withStates });
        return await Page(command, cancellation);
    }

    /// <summary>The rows of a statement that gives the columns of the log, in the order of ReadLog.sql.</summary>
    internal static async Task<IReadOnlyList<LogEntry>> Entries(NpgsqlCommand command, CancellationToken cancellation) => (await Page(command, cancellation)).Entries;

    private static async Task<LogPage> Page(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var entries = new List<LogEntry>();
        while (await rows.ReadAsync(cancellation))
        {
            if (rows.IsDBNull(2))
            {
                return new LogPage(entries, IsAhead: true);
            }

            entries.Add(new LogEntry(
                new LogCursor(rows.GetFieldValue<ulong>(0), rows.GetInt64(1)), rows.GetGuid(2), rows.GetString(3),
                Optional<Guid>(rows, 4), Optional<Guid>(rows, 5), rows.GetGuid(6), TextOrNull(rows, 7), TextOrNull(rows, 8),
                rows.GetFieldValue<DateTimeOffset>(9), TextOrNull(rows, 10)));
        }

        return new LogPage(entries, IsAhead: false);
    }

    /// <summary>The place from which everything that happens from now on is seen, and nothing that is final already.</summary>
    public async Task<LogCursor> Now(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("SELECT pg_snapshot_xmin(pg_current_snapshot())");
        return new LogCursor((ulong)(await command.ExecuteScalarAsync(cancellation))!, 0);
    }

    internal static NpgsqlParameterCollection Bind(NpgsqlCommand command, LogCursor cursor) => Bind(command.Parameters, cursor);

    internal static NpgsqlParameterCollection Bind(NpgsqlParameterCollection parameters, LogCursor cursor)
    {
        parameters.Add(new NpgsqlParameter<ulong> { TypedValue = cursor.Tx, NpgsqlDbType = NpgsqlDbType.Xid8 });
        parameters.Add(new NpgsqlParameter<long> { TypedValue = cursor.Seq });
        return parameters;
    }

    /// <summary>Binds several as two arrays.</summary>
    internal static void Bind(NpgsqlCommand command, IReadOnlyList<LogCursor> cursors)
    {
        command.Parameters.Add(new NpgsqlParameter<ulong[]> { TypedValue = [.. cursors.Select(cursor => cursor.Tx)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Xid8 });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. cursors.Select(cursor => cursor.Seq)] });
    }

    private static T? Optional<T>(NpgsqlDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    private static string? TextOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

/// <summary>What a look at the log brought.</summary>
/// <param name="Entries">The rows, in order.</param>
/// <param name="IsAhead">Rows after them are committed, and not in their final order yet: it is worth looking again soon.</param>
public sealed record LogPage(IReadOnlyList<LogEntry> Entries, bool IsAhead);
