using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Events.Log;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Events.Live;

/// <summary>
/// Follows the log once for the whole node and hands each row to those who want it: 5,000 live clients cost one reader.
/// </summary>
public sealed class LiveTail(
    LogReader reader, LogFeed feed, EventCatalogue catalogue, NpgsqlDataSource database, TimeProvider time, ILogger<LiveTail> log) : BackgroundService
{
    private const int Bound = 1000;
    private const int MostBytes = 1024 * 1024;
    private const int MostAtOnce = 1000;
    private const int MostToCatchUp = 50_000;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    // The first row of a lull goes out at once. Under load some gather, so that what followers load for them is loaded together.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(3);

    private readonly ConcurrentDictionary<Follower, bool> _followers = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal int Followers => _followers.Count;

    /// <summary>
    /// Everything after a cursor that <paramref name="wants"/> accepts, in order and without loss; or, where that cannot be, a gap as the last message.
    /// </summary>
    /// <param name="after">The last cursor seen; null: from now on.</param>
    /// <param name="wants">What to hand over; must be quick, and must decide what the subscriber may see.</param>
    /// <param name="cancellation">Ends it.</param>
    public IAsyncEnumerable<LiveMessage> Follow(LogCursor? after, Func<LogEntry, bool> wants, CancellationToken cancellation) =>
        Watch(after, live => wants(live.Entry), cancellation);

    /// <inheritdoc cref="Follow(LogCursor?, Func{LogEntry, bool}, CancellationToken)"/>
    public async IAsyncEnumerable<LiveMessage> Watch(
        LogCursor? after, Func<LiveEvent, bool> wants, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var position = after ?? LogCursor.Start;
        if (after is not null)
        {
            if (await reader.Now(cancellation) is var newest && position > newest)
            {
                // Nobody was ever shown a place that is not final. It is from before the database was restored to an earlier state.
                yield return new LiveMessage(newest, null);
                yield break;
            }

            // Who comes from far behind is first brought near: a queue that filled up meanwhile would only cut them off.
            await foreach (var message in Past(position, cancellation))
            {
                position = message.Cursor;
                if (message.Event is not { } live || wants(live))
                {
                    yield return message;
                }

                if (message.IsGap)
                {
                    yield break;
                }
            }
        }

        // Registered before the rest of the past is read: what commits meanwhile waits in the queue, and is told apart by its cursor.
        var follower = new Follower(wants, Bound, MostBytes);
        _followers[follower] = true;
        try
        {
            await _started.Task.WaitAsync(cancellation);
            if (after is null)
            {
                position = await reader.Now(cancellation);
            }
            else
            {
                await foreach (var message in Past(position, cancellation))
                {
                    position = message.Cursor;
                    if (message.Event is not { } live || wants(live))
                    {
                        yield return message;
                    }

                    if (message.IsGap)
                    {
                        yield break;
                    }
                }
            }

            while (await follower.Queue.WaitToReadAsync(cancellation))
            {
                while (follower.Queue.TryRead(out var live))
                {
                    follower.Took(live);
                    if (live.Entry.Cursor > position)
                    {
                        position = live.Entry.Cursor;
                        yield return new LiveMessage(position, live);
                    }
                }
            }

            // The queue ended: the subscriber was too slow, or the node stops. Either way it resumes from where it was.
            yield return new LiveMessage(position, null);
        }
        finally
        {
            _followers.TryRemove(follower, out _);
        }
    }

    /// <summary>Every row from a cursor to the newest that is final; or a gap as the last message.</summary>
    private async IAsyncEnumerable<LiveMessage> Past(LogCursor position, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var read = 0; ; read += 1000)
        {
            var past = await reader.Read(position, 1000, cancellation);

            // Asked after the reading: pruning between two pages is then not missed.
            if (await Pruned(cancellation) is var pruned && position < pruned)
            {
                yield return new LiveMessage(pruned, null);
                yield break;
            }

            foreach (var entry in past)
            {
                position = entry.Cursor;
                yield return new LiveMessage(position, Of(entry));
            }

            if (past.Count < 1000)
            {
                yield break;
            }

            if (read >= MostToCatchUp)
            {
                yield return new LiveMessage(position, null);
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LogCursor? position = null;
        var grows = feed.Open(_ => true);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var grown = grows.Next;
                position ??= await reader.Now(stoppingToken);
                _started.TrySetResult();
                var batch = await feed.Read(position.Value, MostAtOnce, stoppingToken);
                if (batch.Count > 0)
                {
                    Hand(batch);
                    position = batch[^1].Cursor;
                    if (batch.Count < MostAtOnce)
                    {
                        await Task.Delay(Gather, time, stoppingToken);
                    }

                    continue;
                }

                await grown.WaitAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException && !stoppingToken.IsCancellationRequested)
            {
                // The position is kept, so nothing is lost: followers are late, not wrong.
                log.LogWarning("The live tail waits for the database: {Reason}", failure.Message);
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
        }

        foreach (var follower in _followers.Keys)
        {
            follower.End();
        }
    }

    private LiveEvent Of(LogEntry entry) => new(entry, catalogue.Find(entry.Type));

    private void Hand(IReadOnlyList<LogEntry> rows)
    {
        var batch = rows.Select(Of).ToArray();
        foreach (var (follower, _) in _followers)
        {
            foreach (var live in batch)
            {
                if (!follower.Offer(live))
                {
                    _followers.TryRemove(follower, out _);
                    break;
                }
            }
        }
    }

    private async Task<LogCursor> Pruned(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("SELECT tx, seq FROM events.pruned");
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? new LogCursor(row.GetFieldValue<ulong>(0), row.GetInt64(1)) : LogCursor.Start;
    }
}
