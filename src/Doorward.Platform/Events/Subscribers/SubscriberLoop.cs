using System.Data;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Events.Subscribers;

/// <summary>Runs one subscriber on this node from the database's log and cursor.</summary>
internal sealed class SubscriberLoop(
    Subscriber subscriber, CursorStore cursors, HandledStore handled, LogFeed log, LogSignal signal, JobPlaces places, CommandDatabase database, Node node,
    TimeProvider time, ILogger<SubscriberLoop> logger) : CursorLoop(subscriber.Name, cursors, log, time, logger)
{
    private readonly CursorStore _cursors = cursors;
    private readonly LogFeed _log = log;
    private readonly TimeProvider _time = time;

    // What was handled beyond the cursor while Redis carried it; nothing as a rule.
    private IReadOnlySet<LogCursor> _handled = new HashSet<LogCursor>();

    protected override bool Concerns(string type) => subscriber.Concerns(type);

    protected override async Task Begin(LogCursor cursor, CancellationToken stopping) => _handled = await handled.Beyond(subscriber.Name, cursor, stopping);

    protected override async Task<Step> Go(LogCursor cursor, CancellationToken stopping)
    {
        var batch = await _log.Read(cursor, subscriber.BatchSize, stopping, subscriber.ReadsStates);
        if (batch.Count == 0)
        {
            return new Step(cursor, IsAll: true);
        }

        if (!await Pass(batch, cursor, stopping))
        {
            return Step.Lost;
        }

        if (batch.Count < subscriber.BatchSize && subscriber.Linger > TimeSpan.Zero)
        {
            await Task.Delay(subscriber.Linger, _time, stopping);
        }

        return new Step(batch[^1].Cursor, IsAll: false);
    }

    /// <summary>Hands over what concerns the subscriber, and goes on behind the batch; false when the lease was lost.</summary>
    private Task<bool> Pass(IReadOnlyList<LogEntry> batch, LogCursor from, CancellationToken stopping)
    {
        IReadOnlyList<LogEntry> concerning = subscriber.Types is null && _handled.Count == 0
            ? batch
            : [.. batch.Where(entry => subscriber.Concerns(entry.Type) && !_handled.Contains(entry.Cursor))];
        return concerning.Count > 0 ? Hand(concerning, from, batch[^1].Cursor, stopping) : _cursors.Move(subscriber.Name, from, batch[^1].Cursor);
    }

    private async Task<bool> Hand(IReadOnlyList<LogEntry> batch, LogCursor from, LogCursor to, CancellationToken stopping)
    {
        using var span = Traces.Handling(subscriber, batch);
        return subscriber is JobMaker maker ? await Make(maker, batch, from, to, stopping) : await Carry(batch, from, to, stopping);
    }

    private async Task<bool> Carry(IReadOnlyList<LogEntry> batch, LogCursor from, LogCursor to, CancellationToken stopping)
    {
        await using var connection = await database.Open();
        // One snapshot: what it writes to the log must not speak of what was committed after its own number was settled.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stopping);
        await subscriber.Handle(batch, connection, stopping);
        if (!await _cursors.Advance(subscriber.Name, from, to, connection, stopping))
        {
            return false;
        }

        await transaction.CommitAsync(stopping);
        EventMetrics.SubscriberHandled(subscriber.Name, batch.Count);
        signal.PulseWithJobs(subscriber.Makes);
        return true;
    }

    /// <summary>The cursor and the jobs as one message: without a word about a transaction, they are one.</summary>
    private async Task<bool> Make(JobMaker maker, IReadOnlyList<LogEntry> batch, LogCursor from, LogCursor to, CancellationToken stopping)
    {
        using var taken = places.Of(maker.Claims).Take(batch.Count);
        var claimed = new List<Job>();
        await using (var connection = await database.Open())
        {
            var cursor = _cursors.Advancing(subscriber.Name, from, to);
            await using var sent = new NpgsqlBatch(connection) { BatchCommands = { cursor, maker.Jobs(batch, new JobClaim(taken.Count, node.Id, JobStore.Lease)) } };
            try
            {
                await using var rows = await sent.ExecuteReaderAsync(stopping);
                await rows.NextResultAsync(stopping);
                while (await rows.ReadAsync(stopping))
                {
                    claimed.Add(Job.Read(rows, 0, node));
                }

                await rows.NextResultAsync(stopping);
            }
            catch (PostgresException lost) when (lost.BatchCommand == cursor && lost.SqlState == PostgresErrorCodes.DivisionByZero)
            {
                return false;
            }
        }

        EventMetrics.SubscriberHandled(subscriber.Name, batch.Count);
        claimed.ForEach(taken.Start);
        if (taken.Count < batch.Count)
        {
            signal.PulseWithJobs(subscriber.Makes); // with places for all, no job waits
        }

        return true;
    }
}
