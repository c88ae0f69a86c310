using System.Diagnostics;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Doorward.Redis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Events.Redis;

/// <summary>
/// Publishes the log to Redis, in its order. It holds a cursor under a lease as durable subscribers do, but cannot share a transaction with Redis: so a batch and the marker of
/// it are one step there, and the cursor follows. Where the two differ, the marker is right about what Redis has.
/// </summary>
internal sealed class RedisPublisher(
    Publication publication, CursorStore cursors, LogFeed log, LogSignal signal, NpgsqlDataSource database, TimeProvider time, ILogger<RedisPublisher> logger) : BackgroundService
{
    /// <summary>The name of its cursor.</summary>
    public const string CursorName = RedisServices.CursorName;

    private const int BatchSize = 500;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly string Exists = Sql.Read(typeof(RedisPublisher).Assembly, "Events/Redis/IsEventAt.sql");

    private int _failures;
    private LogCursor? _publishesAgainTo;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await cursors.Take(CursorName, stoppingToken) is { } cursor)
                {
                    await Follow(cursor, stoppingToken);
                }

                await Pause(Poll, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                await Failed(failure);
                await Pause(TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 100 << Math.Min(_failures, 9))), stoppingToken);
            }
            catch (Exception stopped)
            {
                logger.LogDebug(stopped, "Publishing was stopped in the middle");
                break;
            }
        }

        await Quietly(() => cursors.Release(CursorName));
    }

    /// <summary>Publishes batch after batch; returns when the lease was lost.</summary>
    private async Task Follow(LogCursor cursor, CancellationToken stopping)
    {
        var kept = time.GetTimestamp();
        var settling = new Settling();
        while (true)
        {
            var grown = signal.Next;
            var (from, marker) = await Agree(cursor, stopping);
            var batch = await log.Read(from, BatchSize, stopping);
            if (batch.Count > 0 && !await Publish(batch, marker, stopping))
            {
                return; // another node is the publisher by now, and this one finds out when it asks for the lease
            }

            var reached = batch.Count > 0 ? batch[^1].Cursor : from;
            if (reached > cursor)
            {
                if (!await cursors.Move(CursorName, cursor, reached))
                {
                    return;
                }

                (cursor, kept) = (reached, time.GetTimestamp());
            }

            if (time.GetElapsedTime(kept) > CursorStore.Lease / 3)
            {
                if (await cursors.Take(CursorName, stopping) is null)
                {
                    return;
                }

                kept = time.GetTimestamp();
            }

            if (batch.Count == 0)
            {
                await Recovered(stopping);
                await Task.WhenAny(grown, Task.Delay(settling.Wait(await log.IsAhead(from, stopping), Poll), time, stopping));
                stopping.ThrowIfCancellationRequested();
                continue;
            }

            settling.Over();
        }
    }

    /// <summary>Where to go on: behind what is in Redis, whatever the cursor says.</summary>
    private async Task<(LogCursor From, Marker Marker)> Agree(LogCursor cursor, CancellationToken stopping)
    {
        var marker = await publication.Last(stopping);
        var place = marker.Place?.Cursor;
        if (place == cursor)
        {
            return (cursor, marker);
        }

        if (place > cursor)
        {
            if (await IsOurs(marker, stopping))
            {
                return (place.Value, marker); // published, and died before the cursor followed
            }

            logger.LogWarning("What Redis says was published last ({Marker}) is not in the log: the database was restored, or another installation uses the same names. Going on from {Cursor}", marker.Text, cursor);
            return (cursor, marker);
        }

        if (cursor != LogCursor.Start && _publishesAgainTo != cursor)
        {
            _publishesAgainTo = cursor;
            logger.LogWarning("Redis has lost events up to {Cursor}; they are published again after {From}, as far as they are kept", cursor, place?.ToString() ?? "the beginning");
            await Quietly(() => cursors.Report(CursorName, "has lost events, which are published again."));
        }

        return (place ?? LogCursor.Start, marker);
    }

    private async Task<bool> IsOurs(Marker marker, CancellationToken stopping)
    {
        var (place, id) = marker.Place!.Value;
        await using var command = database.CreateCommand(Exists);
        LogReader.Bind(command, place).Add(Reads.Is(id));
        return (bool)(await command.ExecuteScalarAsync(stopping))!;
    }

    private async Task<bool> Publish(IReadOnlyList<LogEntry> batch, Marker marker, CancellationToken stopping)
    {
        using var span = DoorwardTelemetry.Source.HasListeners()
            ? DoorwardTelemetry.Source.StartActivity("publish redis", ActivityKind.Producer, default(ActivityContext), [new("doorward.batch.size", batch.Count)], Traces.Of(batch))
            : null;
        if (!await publication.Publish(batch, marker, stopping))
        {
            return false;
        }

        EventMetrics.SubscriberHandled(CursorName, batch.Count);
        return true;
    }

    private async Task Failed(Exception failure)
    {
        EventMetrics.SubscriberFailed(CursorName);
        if (_failures++ == 0)
        {
            logger.LogWarning("Publishing to Redis waits: {Reason}", failure.Message);
        }
        else
        {
            logger.LogDebug(failure, "Publishing to Redis still waits");
        }

        // anyone may read it in the answer about readiness, so it names no address
        await Quietly(() => cursors.Report(CursorName, failure switch
        {
            RedisUnreachableException => "cannot be reached.",
            RedisOutcomeUnknownException => "does not answer.",
            RedisErrorException refusal => $"refuses: {refusal.Code}.",
            _ => "cannot be published to.",
        }));
    }

    private async Task Recovered(CancellationToken stopping)
    {
        if (_failures > 0)
        {
            logger.LogInformation("Publishing to Redis has caught up");
        }

        (_failures, _publishesAgainTo) = (0, null);
        await cursors.IsWell(CursorName, stopping);
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
            logger.LogDebug(failure, "The publisher could not say so to the database");
        }
    }
}
