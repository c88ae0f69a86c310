using System.Diagnostics;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Postgres;
using Doorward.Redis;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Events.Redis;

/// <summary>
/// Publishes the log to Redis, in its order. It holds a cursor under a lease as durable subscribers do, but cannot share a transaction with Redis: so a batch and the marker of
/// it are one step there, and the cursor follows. Where the two differ, the marker is right about what Redis has.
/// </summary>
internal sealed class RedisPublisher(
    Publication publication, CursorStore cursors, LogFeed log, NpgsqlDataSource database, TimeProvider time, ILogger<RedisPublisher> logger)
    : CursorLoop(CursorName, cursors, log, time, logger)
{
    /// <summary>The name of its cursor.</summary>
    public const string CursorName = RedisServices.CursorName;

    private const int BatchSize = 500;

    private static readonly string Exists = Sql.Read(typeof(RedisPublisher).Assembly, "Events/Redis/IsEventAt.sql");

    private readonly CursorStore _cursors = cursors;
    private readonly LogFeed _log = log;
    private readonly ILogger _logger = logger;

    private bool _isAway;
    private LogCursor? _publishesAgainTo;

    protected override TimeSpan LongestPause => TimeSpan.FromSeconds(5);

    /// <summary>Publishes a batch, and lets the cursor follow.</summary>
    protected override async Task<Step> Go(LogCursor cursor, CancellationToken stopping)
    {
        var (from, marker) = await Agree(cursor, stopping);
        var batch = await _log.Read(from, BatchSize, stopping);
        if (batch.Count > 0 && !await Publish(batch, marker, stopping))
        {
            return Step.Lost; // another node is the publisher by now, and this one finds out when it asks for the lease
        }

        var reached = batch.Count > 0 ? batch[^1].Cursor : from;
        if (reached > cursor && !await _cursors.Move(CursorName, cursor, reached))
        {
            return Step.Lost;
        }

        if (batch.Count == 0 && _publishesAgainTo is not null)
        {
            _publishesAgainTo = null;
            await _cursors.IsWell(CursorName, stopping);
        }

        return new Step(reached > cursor ? reached : cursor, IsAll: batch.Count == 0);
    }

    protected override void Failed(Exception failure)
    {
        if (_isAway)
        {
            _logger.LogDebug(failure, "Publishing to Redis still waits");
        }
        else
        {
            _logger.LogWarning("Publishing to Redis waits: {Reason}", failure.Message);
        }

        _isAway = true;
    }

    // anyone may read it in the answer about readiness, so it names no address
    protected override string ReasonOf(Exception failure) => failure switch
    {
        RedisUnreachableException => "cannot be reached.",
        RedisOutcomeUnknownException => "does not answer.",
        RedisErrorException refusal => $"refuses: {refusal.Code}.",
        _ => "cannot be published to.",
    };

    protected override void CaughtUp()
    {
        if (_isAway)
        {
            _logger.LogInformation("Publishing to Redis has caught up");
        }

        _isAway = false;
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

            _logger.LogWarning("What Redis says was published last ({Marker}) is not in the log: the database was restored, or another installation uses the same names. Going on from {Cursor}", marker.Text, cursor);
            return (cursor, marker);
        }

        if (cursor != LogCursor.Start && _publishesAgainTo != cursor)
        {
            _publishesAgainTo = cursor;
            _logger.LogWarning("Redis has lost events up to {Cursor}; they are published again after {From}, as far as they are kept", cursor, place?.ToString() ?? "the beginning");
            await Quietly(() => _cursors.Report(CursorName, "has lost events, which are published again."));
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
        using var span = Traces.Begin("publish redis", ActivityKind.Producer, batch);
        if (!await publication.Publish(batch, marker, stopping))
        {
            return false;
        }

        EventMetrics.SubscriberHandled(CursorName, batch.Count);
        return true;
    }
}
