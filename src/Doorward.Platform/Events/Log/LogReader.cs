using Doorward.Platform.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Platform.Events.Log;

/// <summary>Reads the log in its final order.</summary>
public sealed class LogReader(NpgsqlDataSource database)
{
    private static readonly string Text = Sql.Read(typeof(LogReader).Assembly, "Events/Log/ReadLog.sql");
    private static readonly string Ahead = Sql.Read(typeof(LogReader).Assembly, "Events/Log/IsLogAhead.sql");

    /// <summary>The rows after a cursor, up to where the order is final; empty when there are none.</summary>
    /// <param name="after">The last row that was read.</param>
    /// <param name="limit">Rows at the most.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="withStates">Whether before and after are wanted: they are most of a row.</param>
    public async Task<IReadOnlyList<LogEntry>> Read(LogCursor after, int limit, CancellationToken cancellation, bool withStates = true)
    {
        await using var command = database.CreateCommand(Text);
        var parameters = Bind(command, after);
        parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        parameters.Add(new NpgsqlParameter<bool> { TypedValue = withStates });
        return await Entries(command, cancellation);
    }

    /// <summary>The rows of a statement that gives the columns of the log, in the order of ReadLog.sql.</summary>
    internal static async Task<IReadOnlyList<LogEntry>> Entries(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var entries = new List<LogEntry>();
        while (await rows.ReadAsync(cancellation))
        {
            entries.Add(new LogEntry(
                new LogCursor(rows.GetFieldValue<ulong>(0), rows.GetInt64(1)), rows.GetGuid(2), rows.GetString(3),
                Optional<Guid>(rows, 4), Optional<Guid>(rows, 5), rows.GetGuid(6), TextOrNull(rows, 7), TextOrNull(rows, 8),
                rows.GetFieldValue<DateTimeOffset>(9), TextOrNull(rows, 10)));
        }

        return entries;
    }

    /// <summary>Whether rows after the cursor are committed, final or not: then it is worth looking again soon.</summary>
    public async Task<bool> IsAhead(LogCursor of, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Ahead);
        Bind(command, of);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The place from which everything that happens from now on is seen, and nothing that is final already.</summary>
    public async Task<LogCursor> Now(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("SELECT pg_snapshot_xmin(pg_current_snapshot())");
        return new LogCursor((ulong)(await command.ExecuteScalarAsync(cancellation))!, 0);
    }

    internal static NpgsqlParameterCollection Bind(NpgsqlCommand command, LogCursor cursor)
    {
        command.Parameters.Add(new NpgsqlParameter<ulong> { TypedValue = cursor.Tx, NpgsqlDbType = NpgsqlDbType.Xid8 });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = cursor.Seq });
        return command.Parameters;
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
