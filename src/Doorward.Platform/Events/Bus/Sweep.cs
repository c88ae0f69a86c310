using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Microsoft.Extensions.Logging;

namespace Doorward.Platform.Events.Bus;

/// <summary>
/// Goes through the log behind a consumer group: the cursor passes what was handled, and what no consumer has handled in a minute is handed over from the log.
/// So Redis may lose whatever it likes: the group is the short way, and the log the one that counts.
/// </summary>
internal sealed class Sweep(
    Subscriber subscriber, HandledStore handled, Handover handover, CursorStore cursors, LogFeed log, TimeProvider time, ILogger<Sweep> logger)
    : CursorLoop(subscriber.Name, cursors, log, time, logger)
{
    private const int BatchSize = 1000;

    /// <summary>How long Redis has: longer than a consumer's attempts, and than the time after which others claim what it left.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly CursorStore _cursors = cursors;
    private readonly LogFeed _log = log;
    private readonly TimeProvider _time = time;
    private readonly Dictionary<LogCursor, int> _attempts = [];

    // Not with each commit: what there is to do is seldom new.
    protected override TimeSpan? Rest => TimeSpan.FromSeconds(2);

    protected override async Task<Step> Go(LogCursor cursor, CancellationToken stopping)
    {
        var batch = await _log.Read(cursor, BatchSize, stopping, withStates: false);
        var done = await handled.Beyond(subscriber.Name, cursor, stopping);
        var open = batch.Where(entry => subscriber.Concerns(entry.Type) && !done.Contains(entry.Cursor)).ToList();
        var bound = _time.GetUtcNow() - Patience;
        await Catch([.. open.Where(entry => entry.At < bound)], stopping);

        // Up to the first that a consumer may still be at.
        var waiting = open.Find(entry => entry.At >= bound)?.Cursor;
        var passed = batch.TakeWhile(entry => entry.Cursor != waiting).LastOrDefault();
        if (passed is null)
        {
            return new Step(cursor, IsAll: true);
        }

        return await _cursors.Move(subscriber.Name, cursor, passed.Cursor)
            ? new Step(passed.Cursor, IsAll: waiting is not null || batch.Count < BatchSize)
            : Step.Lost;
    }

    /// <summary>Hands over what Redis did not bring; one that fails again and again is given up.</summary>
    private async Task Catch(IReadOnlyList<LogEntry> late, CancellationToken stopping)
    {
        if (late.Count == 0)
        {
            return;
        }

        logger.LogInformation("{Subscriber} is handed {Count} events from the log that no consumer has handled", subscriber.Name, late.Count);
        var failures = new List<Exception>();
        foreach (var chunk in late.Chunk(subscriber.BatchSize))
        {
            try
            {
                await handover.Hand(subscriber, [.. chunk.Select(PlaceOf)], stopping);
            }
            catch (Exception) when (!stopping.IsCancellationRequested)
            {
                foreach (var entry in chunk)
                {
                    await Alone(entry, failures, stopping);
                }
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException($"{failures.Count} events fail, the first because: {failures[0].Message}", failures);
        }
    }

    private async Task Alone(LogEntry entry, List<Exception> failures, CancellationToken stopping)
    {
        try
        {
            await handover.Hand(subscriber, [PlaceOf(entry)], stopping);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested && !Handover.IsOutage(failure))
        {
            var attempts = _attempts[entry.Cursor] = _attempts.GetValueOrDefault(entry.Cursor) + 1;
            if (attempts < Handover.MostAttempts)
            {
                failures.Add(failure);
                return;
            }

            _attempts.Remove(entry.Cursor);
            await handover.Park(subscriber, PlaceOf(entry), attempts, failure, stopping);
        }
    }

    private static Place PlaceOf(LogEntry entry) => new(entry.Cursor, entry.Id);
}
