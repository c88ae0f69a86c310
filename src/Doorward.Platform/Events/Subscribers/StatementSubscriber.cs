using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Events.Log;
using Npgsql;

namespace Doorward.Platform.Events.Subscribers;

/// <summary>
/// A subscriber whose effects are one statement: they and its cursor are sent together, in a transaction of their own, and cost one round trip. Jobs that it
/// makes can be this node's from their first moment, as far as the node has places for them: then nobody looks for them. It does not wait for the disk: a crash
/// of the database may take the last of it back, cursor and effects, and it is done again. So a job that it makes must bear to be run once more under another id.
/// </summary>
public abstract class StatementSubscriber : Subscriber
{
    /// <summary>The kind of jobs that it makes as this node's own; null: none.</summary>
    protected internal virtual string? Claims => null;

    /// <summary>Whether its effects are, or may be, rows of the log.</summary>
    protected internal virtual bool WritesLog => true;

    /// <summary>The statement that writes the effects of a batch. Its rows are the jobs that it made as this node's, as <see cref="Job.Read"/> reads them.</summary>
    /// <param name="batch">What is handed over.</param>
    /// <param name="claim">As whose, how many and for how long jobs may be made.</param>
    protected internal abstract NpgsqlBatchCommand Effects(IReadOnlyList<LogEntry> batch, JobClaim claim);

    /// <inheritdoc/>
    public sealed override async Task Handle(IReadOnlyList<LogEntry> batch, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var sent = new NpgsqlBatch(connection) { BatchCommands = { Effects(batch, JobClaim.Nothing) } };
        await sent.ExecuteNonQueryAsync(cancellation);
    }
}
