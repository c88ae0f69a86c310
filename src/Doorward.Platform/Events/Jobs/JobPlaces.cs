using System.Collections.Concurrent;
using Doorward.Platform.Events.Log;

namespace Doorward.Platform.Events.Jobs;

/// <summary>
/// Where this node's jobs run: so many of a kind at once. Places are taken before jobs are looked for; or by whoever makes jobs, who then makes them claimed.
/// </summary>
internal sealed class JobPlaces
{
    private readonly ConcurrentDictionary<string, Places> _byKind = new();
    private readonly Places _none = new();

    /// <summary>The places of a kind; none before its loop has opened them, and none of no kind.</summary>
    public Places Of(string? kind) => kind is null ? _none : _byKind.GetOrAdd(kind, _ => new Places());
}

/// <summary>The places of one kind on this node.</summary>
internal sealed class Places
{
    private readonly Lock _gate = new();
    private readonly Signal _freed = new();
    private Action<Job>? _start;
    private int _all;
    private int _free;

    /// <summary>Completes when a place is free again; take it before looking.</summary>
    public Task Freed => _freed.Next;

    /// <summary>Jobs run here from now on.</summary>
    /// <param name="count">So many at once.</param>
    /// <param name="start">Runs one; whoever runs it gives its place back.</param>
    public void Open(int count, Action<Job> start)
    {
        lock (_gate)
        {
            (_all, _free, _start) = (count, count, start);
        }
    }

    /// <summary>Takes places, as many as are wanted and free.</summary>
    public TakenPlaces Take(int wanted)
    {
        lock (_gate)
        {
            var taken = Math.Min(wanted, _free);
            _free -= taken;
            return new TakenPlaces(this, taken);
        }
    }

    /// <summary>Places are free again.</summary>
    public void Give(int count)
    {
        if (count == 0)
        {
            return;
        }

        lock (_gate)
        {
            _free += count;
        }

        _freed.Wake();
    }

    /// <summary>Nothing begins here any more; returns when every place that was taken has been given back.</summary>
    public async Task Close()
    {
        while (true)
        {
            var freed = Freed;
            lock (_gate)
            {
                _all -= _free;
                _free = 0;
                if (_all == 0)
                {
                    return;
                }
            }

            await freed;
        }
    }

    internal void Start(Job job) => _start!(job);
}

/// <summary>Places that were taken. Those that no job was started on are given back in the end.</summary>
internal sealed class TakenPlaces(Places of, int count) : IDisposable
{
    private int _left = count;

    /// <summary>How many there are.</summary>
    public int Count { get; } = count;

    /// <summary>Starts a job that this node has claimed on one of them.</summary>
    public void Start(Job job)
    {
        _left--;
        of.Start(job);
    }

    public void Dispose() => of.Give(_left);
}
