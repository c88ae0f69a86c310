using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Events.Log;
using Npgsql;

namespace Doorward.Platform.Events.Subscribers;

/// <summary>
/// A subscriber whose effects are jobs, and those one statement: it and the cursor are sent together, in a transaction of their own, and cost one round trip.
/// The jobs can be this node's from their first moment, as far as it has places for them: then nobody looks for them. It does not wait for the disk: a crash of
/// the database may take the last of it back, cursor and jobs, and they are made again under other ids. So it is not for rows that anybody is shown (the log's),
/// nor for jobs whose ids the outside is told.
/// </summary>
public abstract class JobMaker : Subscriber
{
    /// <summary>The kind of jobs that it makes as this node's own; null: none.</summary>
    protected internal virtual string? Claims => null;

    /// <summary>The statement that makes the jobs of a batch. Its rows are those that it made as this node's, as <see cref="Job.Read"/> reads them.</summary>
    /// <param name="batch">What is handed over.</param>
    /// <param name="claim">As whose, how many and for how long jobs may be made.</param>
    protected internal abstract NpgsqlBatchCommand Jobs(IReadOnlyList<LogEntry> batch, JobClaim claim);

    /// <inheritdoc/>
    public sealed override async Task Handle(IReadOnlyList<LogEntry> batch, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var sent = new NpgsqlBatch(connection) { BatchCommands = { Jobs(batch, JobClaim.Nothing) } };
        await sent.ExecuteNonQueryAsync(cancellation);
    }
}
