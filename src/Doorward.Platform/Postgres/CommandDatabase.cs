using Doorward.Platform.Commands;
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
    private readonly NpgsqlDataSource _connections;

    /// <summary>A pool of its own beside the one for reads.</summary>
    /// <param name="connectionString">An Npgsql keyword string.</param>
    public CommandDatabase(string connectionString) => _connections = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "doorward commands",
        Options = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off "
            + "-c enable_bitmapscan=off -c jit=off -c idle_in_transaction_session_timeout=30s "
            + @"-c default_transaction_isolation=repeatable\ read",
        MaxAutoPrepare = 64,
        AutoPrepareMinUsages = 2,
        NoResetOnClose = true,
        MaxPoolSize = 16,
    });

    internal async ValueTask<NpgsqlConnection> Open()
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
