using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Platform.Events.Subscribers;

/// <summary>Leases and cursors of durable subscribers.</summary>
internal sealed class CursorStore(NpgsqlDataSource database, Node node)
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private static readonly string TakeText = Sql.Read(typeof(CursorStore).Assembly, "Events/Subscribers/TakeLease.sql");
    private static readonly string AdvanceText = Sql.Read(typeof(CursorStore).Assembly, "Events/Subscribers/AdvanceCursor.sql");

    /// <summary>Takes or keeps the lease. Null: another node holds it.</summary>
    public async Task<LogCursor?> Take(string subscriber, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(TakeText);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subscriber });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = node.Id });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = Lease });
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? new LogCursor(row.GetFieldValue<ulong>(0), row.GetInt64(1)) : null;
    }

    /// <summary>Moves the cursor inside the caller's transaction; false when the lease was lost.</summary>
    public async Task<bool> Advance(string subscriber, LogCursor from, LogCursor to, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(AdvanceText, connection);
        LogReader.Bind(command, to);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = Lease });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subscriber });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = node.Id });
        LogReader.Bind(command, from);
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>Gives the lease back, so that another node need not wait for it to lapse.</summary>
    public async Task Release(string subscriber)
    {
        await using var command = database.CreateCommand("UPDATE events.cursors SET holder = NULL, lease_until = NULL WHERE subscriber = $1 AND holder = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subscriber });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = node.Id });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Nothing is left to read, so nothing fails: takes back what was reported, by whichever node.</summary>
    public async Task IsWell(string subscriber, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("UPDATE events.cursors SET last_error = NULL WHERE subscriber = $1 AND holder = $2 AND last_error IS NOT NULL");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subscriber });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = node.Id });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Leaves the reason where the operator looks.</summary>
    public async Task Report(string subscriber, string error)
    {
        await using var command = database.CreateCommand("UPDATE events.cursors SET last_error = $2 WHERE subscriber = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subscriber });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Reason.Storable(error) });
        await command.ExecuteNonQueryAsync();
    }
}
