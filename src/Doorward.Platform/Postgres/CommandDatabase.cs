using Doorward.Platform.Commands;
using System.Collections.Concurrent;
using Npgsql;

namespace Doorward.Platform.Postgres;

/// <summary>
/// Connections for command statements. Their plans are made once and kept, perhaps while a table was still empty, so the planner is held to
/// index access: a hash or sequential plan chosen for ten rows would stay ten times slower for the life of the connection.
/// A statement decides on one snapshot: where it meets a row at a lock that is newer than its snapshot it fails (40001) and is carried out again,
/// instead of going on with half of the news (READ COMMITTED), which answers wrongly and puts the log out of the order of what happened.
/// </summary>
public sealed class CommandDatabase : IAsyncDisposable
{
    private const int MostConnections = 16;

    // Longer than this without a statement, and the line may have been cut (a failover, a firewall) with nobody having noticed.
    private static readonly TimeSpan Rested = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _connections;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<int, long> _lastUsed = new();

    /// <summary>A pool of its own beside the one for reads.</summary>
    /// <param name="connectionString">An Npgsql keyword string.</param>
    /// <param name="time">What idleness is measured with; left out: the system's.</param>
    public CommandDatabase(string connectionString, TimeProvider? time = null) => (_time, _connections) = (time ?? TimeProvider.System, NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "doorward commands",
        Options = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off "
            + "-c enable_bitmapscan=off -c jit=off -c idle_in_transaction_session_timeout=30s "
            + @"-c default_transaction_isolation=repeatable\ read",
        MaxAutoPrepare = 64,
        AutoPrepareMinUsages = 2,
        NoResetOnClose = true,
        MaxPoolSize = MostConnections,
    }));

    /// <summary>
    /// A connection that answers. One that has rested is asked first: a statement sent into a cut line could not be told from one that was cut off in the
    /// middle, and its outcome would be unknown without need. Nothing was sent on those that do not answer, so the next one is as good.
    /// </summary>
    internal async ValueTask<NpgsqlConnection> Open()
    {
        for (var looked = 0; ; looked++)
        {
            var connection = await OpenAny();
            var line = connection.ProcessID;
            if (looked == MostConnections || !HasRested(line) || await Answers(connection))
            {
                _lastUsed[line] = _time.GetTimestamp();
                return connection;
            }

            _lastUsed.TryRemove(line, out _);
            await connection.DisposeAsync();
        }
    }

    // One that is new has just answered.
    private bool HasRested(int line) => _lastUsed.TryGetValue(line, out var last) && _time.GetElapsedTime(last) > Rested;

    private static async ValueTask<bool> Answers(NpgsqlConnection connection)
    {
        try
        {
            await using var nothing = new NpgsqlCommand("SELECT 1", connection);
            await nothing.ExecuteScalarAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async ValueTask<NpgsqlConnection> OpenAny()
    {
        try
        {
            return await _connections.OpenConnectionAsync();
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            throw new DatabaseUnavailable(failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connections.DisposeAsync();
}
