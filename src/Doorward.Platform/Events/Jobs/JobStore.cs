using Dapper;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Platform.Events.Jobs;

/// <summary>Claims, completes, postpones and parks jobs. Every write names the holder: who lost the lease changes nothing.</summary>
internal sealed class JobStore(NpgsqlDataSource database, Node node)
{
    /// <summary>How long a claim is good for unless it is renewed: so long does the work of a node that died wait.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private static readonly string ClaimText = Sql.Read(typeof(JobStore).Assembly, "Events/Jobs/ClaimJobs.sql");
    private static readonly string NextDueText = Sql.Read(typeof(JobStore).Assembly, "Events/Jobs/NextDue.sql");

    public async Task<IReadOnlyList<Job>> Claim(string kind, TimeSpan lease, int limit, CancellationToken cancellation)
    {
        var jobs = new List<Job>();
        await using var command = database.CreateCommand(ClaimText);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = node.Id });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            jobs.Add(new Job(
                rows.GetGuid(0), rows.GetString(1), rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetGuid(3),
                rows.GetString(4), rows.GetInt32(5), rows.IsDBNull(6) ? null : rows.GetString(6)));
        }

        return jobs;
    }

    /// <summary>Renews the leases of jobs that this node is still at. One that it has lost meanwhile stays lost.</summary>
    public async Task Keep(IReadOnlyList<Job> jobs, TimeSpan lease, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            UPDATE events.jobs j SET lease_until = clock_timestamp() + $1
            FROM unnest($2, $3) AS mine (id, attempts) WHERE j.id = mine.id AND j.attempts = mine.attempts AND j.holder = $4
            """);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. jobs.Select(job => job.Id)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. jobs.Select(job => job.Attempts)] });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = node.Id });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>When the next job of a kind is due, counting leases that will lapse; null when there is none.</summary>
    public async Task<TimeSpan?> NextDue(string kind, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(NextDueText);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        return await command.ExecuteScalarAsync(cancellation) as TimeSpan?;
    }

    /// <summary>The job's own writes and its end, in one transaction. False: the lease was lost, and nothing was written.</summary>
    public async Task<bool> Complete(Job job, JobWrites writes, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var mine = await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM events.jobs WHERE id = @Id AND holder = @holder AND attempts = @Attempts",
            new { job.Id, holder = node.Id, job.Attempts }, transaction, cancellationToken: cancellation));
        if (mine == 0)
        {
            return false;
        }

        await writes(connection, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Sets the next attempt, or parks the job when <paramref name="after"/> is null.</summary>
    public async Task Fail(Job job, string reason, TimeSpan? after)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync("""
            UPDATE events.jobs
            SET last_error = @reason, holder = NULL, lease_until = NULL,
                due_at = clock_timestamp() + coalesce(@after, interval '0'),
                dead_at = CASE WHEN @after IS NULL THEN clock_timestamp() END
            WHERE id = @Id AND holder = @holder AND attempts = @Attempts
            """, new { job.Id, holder = node.Id, job.Attempts, reason = Reason.Storable(reason), after });
    }

    /// <summary>Gives back what this node holds of a kind, and the attempts with it: that the node stops is no fault of the jobs.</summary>
    public async Task HandBack(string kind)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync("""
            UPDATE events.jobs SET holder = NULL, lease_until = NULL, attempts = attempts - 1
            WHERE kind = @kind AND dead_at IS NULL AND due_at <= now() AND holder = @holder
            """, new { kind, holder = node.Id });
    }
}
