using Npgsql;

namespace Doorward.Platform.Events.Log;

/// <summary>The log cannot be followed in this database; the message says what to do.</summary>
public sealed class LogRefusal(string message) : Exception(message);

/// <summary>Checks that the order of the log goes on from where it stands.</summary>
public static class LogOrder
{
    /// <summary>
    /// A logical dump restored into a new cluster brings rows whose transactions, by that cluster's count, lie in the future. New rows would
    /// sort before them, and every reader would wait for years without a word.
    /// </summary>
    /// <exception cref="LogRefusal">It is so.</exception>
    public static async Task Check(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "SELECT (SELECT tx FROM events.log ORDER BY tx DESC, seq DESC LIMIT 1) >= pg_snapshot_xmax(pg_current_snapshot())");
        if (await command.ExecuteScalarAsync(cancellation) is true)
        {
            throw new LogRefusal(
                "This database was restored from a logical dump into a new cluster: its log speaks of transactions that have not happened here yet, "
                + "so nobody could follow it. Restore a physical copy (base backup, or the data folder) instead, or raise the cluster's transaction "
                + "counter above the log's with pg_resetwal --next-transaction-id while PostgreSQL is stopped.");
        }
    }
}
