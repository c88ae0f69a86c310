using Npgsql;

namespace Doorward.Benchmarks;

/// <summary>Workers on a database, coming to rest after a run: until then they take processor time from whatever is measured next.</summary>
internal static class Rest
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until every subscriber that a node holds has read the log to its end, and no job is due. Where nobody works there is nothing to wait for.</summary>
    /// <param name="forget">A kind of jobs that would take minutes, and are taken away instead.</param>
    public static async Task Of(NpgsqlDataSource database, string forget, CancellationToken cancellation)
    {
        while (await IsBusy(database, cancellation))
        {
            await using var jobs = database.CreateCommand("DELETE FROM events.jobs WHERE kind = $1");
            jobs.CommandTimeout = 0;
            jobs.Parameters.Add(new NpgsqlParameter<string> { TypedValue = forget });
            await jobs.ExecuteNonQueryAsync(cancellation);
            await Task.Delay(Glance, TimeProvider.System, cancellation);
        }
    }

    private static async Task<bool> IsBusy(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            WITH held AS (SELECT tx, seq FROM events.cursors WHERE lease_until > clock_timestamp())
            SELECT EXISTS (SELECT FROM events.log l WHERE (l.tx, l.seq) > (SELECT h.tx, h.seq FROM held h ORDER BY h.tx, h.seq LIMIT 1))
                OR EXISTS (SELECT FROM held) AND EXISTS (SELECT FROM events.jobs WHERE dead_at IS NULL AND due_at <= now())
            """);
        command.CommandTimeout = 0;
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
