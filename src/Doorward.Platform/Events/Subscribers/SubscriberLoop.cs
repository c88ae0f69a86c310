using System.Data;
using System.Diagnostics;
using Doorward.Platform.Commands;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Events.Subscribers;

/// <summary>Runs one subscriber on this node for as long as it holds the lease, and waits for the lease otherwise.</summary>
internal sealed class SubscriberLoop(
    Subscriber subscriber, CursorStore cursors, LogFeed log, LogSignal signal, NpgsqlDataSource database, TimeProvider time,
    ILogger<SubscriberLoop> logger) : BackgroundService
{
    private const int MostOvertaken = 5;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await cursors.Take(subscriber.Name, stoppingToken) is { } cursor)
                {
                    await Follow(cursor, () => failures = 0, stoppingToken);
                }

                await Pause(Poll, stoppingToken);
            }
            catch (Exception overtaken) when (failures < MostOvertaken && Transactions.IsOvertaken(overtaken))
            {
                failures++; // by another transaction: the same batch again, at once
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                failures++;
                EventMetrics.SubscriberFailed(subscriber.Name);
                logger.LogWarning(failure, "{Subscriber} repeats its batch", subscriber.Name);
                await Quietly(() => cursors.Report(subscriber.Name, failure.Message));
                await Pause(TimeSpan.FromMilliseconds(Math.Min(30_000, 100 << Math.Min(failures, 9))), stoppingToken);
            }
            catch (Exception stopped)
            {
                logger.LogDebug(stopped, "{Subscriber} was stopped in the middle", subscriber.Name);
                break;
            }
        }

        await Quietly(() => cursors.Release(subscriber.Name));
    }

    /// <summary>Hands over batch after batch; returns when the lease was lost.</summary>
    private async Task Follow(LogCursor cursor, Action advanced, CancellationToken stopping)
    {
        var kept = time.GetTimestamp();
        var isWell = false;
        var settling = new Settling();
        while (true)
        {
            var grown = signal.Next;
            var batch = await log.Read(cursor, subscriber.BatchSize, stopping, subscriber.ReadsStates);
            if (batch.Count > 0)
            {
                if (!await Pass(batch, cursor, stopping))
                {
                    return;
                }

                cursor = batch[^1].Cursor;
                settling.Over();
                (kept, isWell) = (time.GetTimestamp(), true);
                advanced();
                if (batch.Count < subscriber.BatchSize && subscriber.Linger > TimeSpan.Zero)
                {
                    await Task.Delay(subscriber.Linger, time, stopping);
                }

                continue;
            }

            if (!isWell)
            {
                // A failure that is over must not keep the node from being ready until something happens.
                await cursors.IsWell(subscriber.Name, stopping);
                isWell = true;
                advanced();
            }

            var wait = settling.Wait(await log.IsAhead(cursor, stopping), Poll);
            await Task.WhenAny(grown, Task.Delay(wait, time, stopping));
            stopping.ThrowIfCancellationRequested();
            if (time.GetElapsedTime(kept) > CursorStore.Lease / 3)
            {
                if (await cursors.Take(subscriber.Name, stopping) is null)
                {
                    return;
                }

                kept = time.GetTimestamp();
            }
        }
    }

    /// <summary>Hands over what concerns the subscriber, and goes on behind the batch; false when the lease was lost.</summary>
    private Task<bool> Pass(IReadOnlyList<LogEntry> batch, LogCursor from, CancellationToken stopping)
    {
        var concerning = subscriber.Types is { } types ? [.. batch.Where(entry => types.Contains(entry.Type))] : batch;
        return concerning.Count > 0 ? Hand(concerning, from, batch[^1].Cursor, stopping) : cursors.Move(subscriber.Name, from, batch[^1].Cursor);
    }

    private async Task<bool> Hand(IReadOnlyList<LogEntry> batch, LogCursor from, LogCursor to, CancellationToken stopping)
    {
        using var span = DoorwardTelemetry.Source.HasListeners()
            ? DoorwardTelemetry.Source.StartActivity(
                $"subscriber {subscriber.Name}", ActivityKind.Consumer, default(ActivityContext), [new("doorward.batch.size", batch.Count)], Traces.Of(batch))
            : null;
        await using var connection = await database.OpenConnectionAsync(stopping);
        // One snapshot: what it writes to the log must not speak of what was committed after its own number was settled.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stopping);
        await subscriber.Handle(batch, connection, stopping);
        if (!await cursors.Advance(subscriber.Name, from, to, connection, stopping))
        {
            return false;
        }

        await transaction.CommitAsync(stopping);
        EventMetrics.SubscriberHandled(subscriber.Name, batch.Count);
        signal.PulseWithJobs();
        return true;
    }

    private async Task Pause(TimeSpan pause, CancellationToken stopping) =>
        await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task Quietly(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception failure) when (failure is NpgsqlException or ObjectDisposedException or TimeoutException)
        {
            logger.LogDebug(failure, "{Subscriber} could not say so to the database", subscriber.Name);
        }
    }
}
