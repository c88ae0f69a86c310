using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Platform.Events.Subscribers;

/// <summary>
/// What subscribers have handled beyond their cursors. While Redis carries the events, they come in any order and more than once: a row here, in the
/// transaction of the effects, is what makes it once. The cursor follows behind, and takes the rows with it.
/// </summary>
internal sealed class HandledStore(NpgsqlDataSource database)
{
    private static readonly string ClaimText = Sql.Beside(typeof(HandledStore), "ClaimEvents.sql");
    private static readonly string BeyondText = Sql.Beside(typeof(HandledStore), "HandledBeyond.sql");

    /// <summary>Gives the subscriber a cursor if it has none: without, nothing can be told from what it handled before.</summary>
    public async Task Enroll(string subscriber, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("INSERT INTO events.cursors (subscriber) VALUES ($1) ON CONFLICT DO NOTHING");
        command.Parameters.Add(Reads.Is(subscriber));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// Of the events at these places, those that are in the log and that the subscriber has not handled, in the order of the log. They count as handled with the caller's
    /// transaction, which must be REPEATABLE READ: two that claim the same at once cannot both commit.
    /// </summary>
    public static async Task<IReadOnlyList<LogEntry>> Claim(string subscriber, IReadOnlyList<Place> places, bool withStates, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(ClaimText, connection);
        command.Parameters.Add(Reads.Is(subscriber));
        LogReader.Bind(command, [.. places.Select(place => place.Cursor)]);
        command.Parameters.Add(Reads.Is(places.Select(place => place.Id).ToArray()));
        command.Parameters.Add(Reads.Is(withStates));
        return await LogReader.Entries(command, cancellation);
    }

    /// <summary>What the subscriber has handled beyond its cursor; what it has passed is forgotten.</summary>
    public async Task<IReadOnlySet<LogCursor>> Beyond(string subscriber, LogCursor cursor, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(BeyondText);
        command.Parameters.Add(Reads.Is(subscriber));
        LogReader.Bind(command, cursor);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var beyond = new HashSet<LogCursor>();
        while (await rows.ReadAsync(cancellation))
        {
            beyond.Add(new LogCursor(rows.GetFieldValue<ulong>(0), rows.GetInt64(1)));
        }

        return beyond;
    }
}

/// <summary>Where an event is said to be.</summary>
/// <param name="Cursor">Its place in the log.</param>
/// <param name="Id">Its id: another log may have another event at that place.</param>
internal readonly record struct Place(LogCursor Cursor, Guid Id);
