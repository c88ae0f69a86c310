using Doorward.Platform.Commands;
using Doorward.Platform.Events.Log;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Events.Subscribers;

/// <summary>How far a step came.</summary>
/// <param name="Reached">Where the cursor stands now; null: the lease was lost, and another node goes on.</param>
/// <param name="IsAll">Nothing is left to do until the log grows.</param>
internal readonly record struct Step(LogCursor? Reached, bool IsAll)
{
    public static Step Lost => new(null, IsAll: true);
}

/// <summary>
/// Follows the log behind one cursor: on this node for as long as it holds the cursor's lease, and waiting for the lease otherwise. A step that fails is
/// repeated, each time later; the reason lies with the cursor until nothing fails any more.
/// </summary>
internal abstract class CursorLoop(string name, CursorStore cursors, LogFeed log, TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private Signal? _grown;
    private int _failures;

    /// <summary>The longest pause between two attempts at a step that fails.</summary>
    protected virtual TimeSpan LongestPause => TimeSpan.FromSeconds(30);

    /// <summary>Whether rows of a type are not to wait until it passes the others.</summary>
    protected virtual bool Concerns(string type) => true;

    /// <summary>Does what comes after <paramref name="cursor"/> and moves the cursor, which it was found at or left at last.</summary>
    protected abstract Task<Step> Go(LogCursor cursor, CancellationToken stopping);

    /// <summary>The lease is ours: before the first step.</summary>
    protected virtual Task Begin(LogCursor cursor, CancellationToken stopping) => Task.CompletedTask;

    /// <summary>A step failed; it will be repeated.</summary>
    protected virtual void Failed(Exception failure) => logger.LogWarning(failure, "{Follower} repeats its batch", name);

    /// <summary>What an operator is told of a failure.</summary>
    protected virtual string ReasonOf(Exception failure) => failure.Message;

    /// <summary>For the first time since the lease was taken, or since a step failed, nothing is left to do.</summary>
    protected virtual void CaughtUp()
    {
        // nothing to say
    }

    /// <summary>How long it rests whatever happens, once nothing is left to do; null: it goes on as soon as the log grows.</summary>
    protected virtual TimeSpan? Rest => null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await cursors.Take(name, stoppingToken) is { } cursor)
                {
                    await Begin(cursor, stoppingToken);
                    await Follow(cursor, stoppingToken);
                }

                await Pause(Poll, stoppingToken);
            }
            catch (Exception overtaken) when (_failures < Transactions.MostOvertaken && Transactions.IsOvertaken(overtaken))
            {
                _failures++; // by another transaction: the same batch again, at once
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                _failures++;
                EventMetrics.SubscriberFailed(name);
                Failed(failure);
                await Quietly(() => cursors.Report(name, ReasonOf(failure)));
                await Pause(TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 100 << Math.Min(_failures, 9))), stoppingToken);
            }
            catch (Exception stopped)
            {
                logger.LogDebug(stopped, "{Follower} was stopped in the middle", name);
                break;
            }
        }

        await Quietly(() => cursors.Release(name));
    }

    /// <summary>Tells the database something that may as well be lost.</summary>
    protected async Task Quietly(Func<Task> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        try
        {
            await act();
        }
        catch (Exception failure) when (failure is NpgsqlException or ObjectDisposedException or TimeoutException)
        {
            logger.LogDebug(failure, "{Follower} could not say so to the database", name);
        }
    }

    /// <summary>Step after step; returns when the lease was lost.</summary>
    private async Task Follow(LogCursor cursor, CancellationToken stopping)
    {
        var kept = time.GetTimestamp();
        var isCaughtUp = false;
        _grown ??= log.Open(Concerns);
        while (true)
        {
            var grown = _grown.Next;
            var step = await Go(cursor, stopping);
            if (step.Reached is not { } reached)
            {
                return;
            }

            if (reached != cursor)
            {
                (cursor, kept) = (reached, time.GetTimestamp()); // moving it renews the lease
            }

            if (time.GetElapsedTime(kept) > CursorStore.Lease / 3)
            {
                if (await cursors.Take(name, stopping) is null)
                {
                    return;
                }

                kept = time.GetTimestamp();
            }

            if (!step.IsAll)
            {
                _failures = 0;
                continue;
            }

            if (!isCaughtUp)
            {
                // A failure that is over must not keep the node from being ready until something happens.
                await cursors.IsWell(name, stopping);
                CaughtUp();
                (isCaughtUp, _failures) = (true, 0);
            }

            await (Rest is { } rest ? Task.Delay(rest, time, stopping) : grown.WaitAsync(Poll, time, stopping)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stopping.ThrowIfCancellationRequested();
        }
    }

    private async Task Pause(TimeSpan pause, CancellationToken stopping) =>
        await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
