using System.Data;
using Dapper;
using Doorward.Platform.Commands;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Platform.Events.Jobs;

/// <summary>Claims, completes, postpones and parks jobs. Every write names the holder: who lost the lease changes nothing.</summary>
internal sealed class JobStore
{
    /// <summary>How long a claim is good for unless it is renewed: so long does the work of a node that died wait.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private static readonly string KeepText = Sql.Read(typeof(JobStore).Assembly, "Events/Jobs/KeepLeases.sql");
    private static readonly string ClaimText = Sql.Read(typeof(JobStore).Assembly, "Events/Jobs/ClaimJobs.sql");

    private readonly NpgsqlDataSource database;
    private readonly CommandDatabase commands;
    private readonly Node node;
    private readonly Coalescer<Look, Claimed> _looks;

    public JobStore(NpgsqlDataSource database, CommandDatabase commands, Node node)
    {
        (this.database, this.commands, this.node) = (database, commands, node);
        _looks = new Coalescer<Look, Claimed>(Claim);
    }

    /// <summary>
    /// Renews the leases of jobs that this node is still at. One that it has lost meanwhile stays lost, and one that is just ending is passed over.
    /// </summary>
    public async Task Keep(IReadOnlyList<Job> jobs, TimeSpan lease, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(KeepText);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. jobs.Select(job => job.Id)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. jobs.Select(job => job.Attempts)] });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = node.Id });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// Takes what is due of a kind. The loops of all kinds are woken together, and look together. It is not called off in the middle: what was claimed
    /// by then would have nobody.
    /// </summary>
    public Task<Claimed> Claim(string kind, TimeSpan lease, int limit) => _looks.Ask(new Look(kind, lease, limit));

    /// <summary>
    /// The job's own writes and its end, in one transaction. False: the lease was lost, and nothing was written. Overtaken by others, it is written again.
    /// </summary>
    public Task<bool> Complete(Job job, JobWrites writes, CancellationToken cancellation) => Transactions.Again(() => Once(job, writes, cancellation));

    private async Task<bool> Once(Job job, JobWrites writes, CancellationToken cancellation)
    {
        // One snapshot for all of it: its number in the log is settled by the first write, and a later statement that saw what was committed since
        // would tell of it before it happened.
        await using var connection = await commands.Open();
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
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

    private async Task<IReadOnlyList<Claimed>> Claim(IReadOnlyList<Look> looks)
    {
        await using var command = database.CreateCommand(ClaimText);
        command.Parameters.Add(Reads.Is(looks.Select(look => look.Kind).ToArray()));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan[]> { TypedValue = [.. looks.Select(look => look.Lease)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. looks.Select(look => look.Limit)] });
        command.Parameters.Add(Reads.Is(node.Id));
        await using var rows = await command.ExecuteReaderAsync();
        var found = looks.Select(_ => (Jobs: new List<Job>(), Due: (TimeSpan?)null)).ToArray();
        while (await rows.ReadAsync())
        {
            ref var mine = ref found[rows.GetInt64(0) - 1];
            if (rows.IsDBNull(2))
            {
                mine.Due = rows.IsDBNull(1) ? null : rows.GetTimeSpan(1);
                continue;
            }

            mine.Jobs.Add(Job.Read(rows, 2, node));
        }

        return [.. found.Select(one => new Claimed(one.Jobs, one.Due))];
    }

    private sealed record Look(string Kind, TimeSpan Lease, int Limit);
}

/// <summary>What a look for jobs brought.</summary>
/// <param name="Jobs">Claimed; their leases run.</param>
/// <param name="NextDue">When the next look is worth it, counting leases of others that will lapse; null when nothing else is there.</param>
internal sealed record Claimed(IReadOnlyList<Job> Jobs, TimeSpan? NextDue)
{
    public static Claimed Nothing { get; } = new([], null);
}
