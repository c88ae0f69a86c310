using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Events.Log;

/// <summary>
/// The log for the readers of one node. One loop reads on where the log has grown, and keeps the newest rows; whoever is near its end is handed them from
/// memory. A reader is woken by what concerns it, and otherwise a few times a second, to move on past the rest together with the others.
/// </summary>
public sealed class LogFeed(LogReader reader, LogSignal signal, TimeProvider time, ILogger<LogFeed> log) : BackgroundService
{
    private const int AtOnce = 1000;
    private const int MostKept = 2 * AtOnce;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Passing = TimeSpan.FromMilliseconds(250);

    // The first row of a lull is read at once. Under load a commit comes every millisecond or two, and to read for each costs more than the commit.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(2);

    private readonly Lock _gate = new();
    private readonly List<FeedSignal> _readers = [];
    private readonly List<LogEntry> _kept = [];

    // What is kept is all that comes after this place; null: nothing is known yet, or no longer.
    private LogCursor? _from;

    /// <summary>A reader's own signal, that there may be something for it. Take its <see cref="Signal.Next"/> before reading.</summary>
    /// <param name="concerns">The types of events that are not to wait for it.</param>
    public Signal Open(Func<string, bool> concerns)
    {
        var opened = new FeedSignal(concerns);
        lock (_gate)
        {
            _readers.Add(opened);
        }

        return opened;
    }

    /// <inheritdoc cref="LogReader.Read"/>
    public async ValueTask<IReadOnlyList<LogEntry>> Read(LogCursor after, int limit, CancellationToken cancellation, bool withStates = true)
    {
        if (Kept(after, limit, out var from) is { } near)
        {
            return near;
        }

        // Where nothing lies between the place and now, nothing lies before what was kept until then either.
        var rows = await reader.Read(after, limit, cancellation, withStates);
        return rows.Count == 0 && from is { } begin && Kept(begin, limit, out _) is { } kept ? kept : rows;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Follow(stoppingToken);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException && !stoppingToken.IsCancellationRequested)
            {
                // The readers keep their places, so nothing is lost: they are late, not wrong.
                log.LogWarning("The log's readers wait for the database: {Reason}", failure.Message);
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
        }
    }

    /// <summary>Ends only by an exception. It begins anew at now: where the database was away, it may be another one that came back.</summary>
    private async Task Follow(CancellationToken stopping)
    {
        var settling = new Settling();
        var place = await reader.Now(stopping);
        Begin(place);
        long? passing = null;
        while (true)
        {
            var grown = signal.Next;
            var page = await reader.Look(place, AtOnce, stopping);
            if (page.Entries.Count > 0)
            {
                place = page.Entries[^1].Cursor;
                settling.Over();
                passing ??= time.GetTimestamp();
                Keep(page.Entries);
                await Task.Delay(Gather, time, stopping);
            }

            if (passing is { } since && time.GetElapsedTime(since) >= Passing)
            {
                WakeAll();
                passing = null;
            }

            if (page.Entries.Count < AtOnce)
            {
                var wait = settling.Wait(page.IsAhead, passing is null ? Poll : Passing);
                await grown.WaitAsync(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stopping.ThrowIfCancellationRequested();
            }
        }
    }

    private void Begin(LogCursor place)
    {
        lock (_gate)
        {
            _kept.Clear();
            _from = place;
        }

        WakeAll();
    }

    private void Keep(IReadOnlyList<LogEntry> entries)
    {
        var types = entries.Select(entry => entry.Type).ToHashSet();
        lock (_gate)
        {
            _kept.AddRange(entries);
            if (_kept.Count > MostKept)
            {
                var dropped = _kept.Count - AtOnce;
                _from = _kept[dropped - 1].Cursor;
                _kept.RemoveRange(0, dropped);
            }

            foreach (var one in _readers.Where(one => types.Any(one.Concerns)))
            {
                one.Wake();
            }
        }
    }

    private void WakeAll()
    {
        lock (_gate)
        {
            _readers.ForEach(one => one.Wake());
        }
    }

    /// <summary>What is kept after a place; null when not all of it is.</summary>
    /// <param name="from">Behind what place all is kept.</param>
    private List<LogEntry>? Kept(LogCursor after, int limit, out LogCursor? from)
    {
        lock (_gate)
        {
            from = _from;
            if (!(after >= from))
            {
                return null;
            }

            var first = _kept.Count;
            while (first > 0 && _kept[first - 1].Cursor > after)
            {
                first--;
            }

            return _kept.GetRange(first, Math.Min(limit, _kept.Count - first));
        }
    }

    private sealed class FeedSignal(Func<string, bool> concerns) : Signal
    {
        public bool Concerns(string type) => concerns(type);
    }
}
