using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Platform.Events.Subscribers;

/// <summary>Leases and cursors of durable subscribers.</summary>
internal sealed class CursorStore
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private static readonly string TakeText = Sql.Read(typeof(CursorStore).Assembly, "Events/Subscribers/TakeLease.sql");
    private static readonly string AdvanceText = Sql.Read(typeof(CursorStore).Assembly, "Events/Subscribers/AdvanceCursor.sql");
    // Nobody waits for the disk: what a crash of the database takes back is the cursor and the effects, and they are done again.
    private static readonly string AdvancingText =
        $"WITH moved AS ({AdvanceText.TrimEnd().TrimEnd(';')} RETURNING 1) SELECT 1 / count(*), set_config('synchronous_commit', 'off', true) FROM moved";

    private static readonly string MoveText = Sql.Read(typeof(CursorStore).Assembly, "Events/Subscribers/MoveCursors.sql");

    private readonly NpgsqlDataSource database;
    private readonly Node node;
    private readonly Coalescer<Step, bool> _steps;

    public CursorStore(NpgsqlDataSource database, Node node)
    {
        (this.database, this.node) = (database, node);
        _steps = new Coalescer<Step, bool>(Move);
    }

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
        Bind(command.Parameters, subscriber, from, to);
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>Moves the cursor as the first command of a batch. Where the lease was lost it fails, with a division by zero, and the batch with it.</summary>
    public NpgsqlBatchCommand Advancing(string subscriber, LogCursor from, LogCursor to)
    {
        var command = new NpgsqlBatchCommand(AdvancingText);
        Bind(command.Parameters, subscriber, from, to);
        return command;
    }

    /// <summary>Moves the cursor past rows that do not concern the subscriber; false when the lease was lost.</summary>
    public Task<bool> Move(string subscriber, LogCursor from, LogCursor to) => _steps.Ask(new Step(subscriber, from, to));

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

    private void Bind(NpgsqlParameterCollection parameters, string subscriber, LogCursor from, LogCursor to)
    {
        LogReader.Bind(parameters, to);
        parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = Lease });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = subscriber });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = node.Id });
        LogReader.Bind(parameters, from);
    }

    private async Task<IReadOnlyList<bool>> Move(IReadOnlyList<Step> steps)
    {
        await using var command = database.CreateCommand(MoveText);
        command.Parameters.Add(Reads.Is(steps.Select(step => step.Subscriber).ToArray()));
        LogReader.Bind(command, [.. steps.Select(step => step.From)]);
        LogReader.Bind(command, [.. steps.Select(step => step.To)]);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = Lease });
        command.Parameters.Add(Reads.Is(node.Id));
        await using var rows = await command.ExecuteReaderAsync();
        var moved = new HashSet<string>();
        while (await rows.ReadAsync())
        {
            moved.Add(rows.GetString(0));
        }

        return [.. steps.Select(step => moved.Contains(step.Subscriber))];
    }

    private sealed record Step(string Subscriber, LogCursor From, LogCursor To);
}
