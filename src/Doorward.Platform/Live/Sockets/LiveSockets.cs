using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace Doorward.Platform.Live.Sockets;

/// <summary>
/// The sockets of this node. Once a second it looks at all of them: who has not said who they are, who does not take what is sent, who does not
/// finish a message, who was told goodbye and stays. One timer for the node, none for a socket.
/// </summary>
internal sealed class LiveSockets : BackgroundService
{
    private const int MostNameless = 1000;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Unread = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Unfinished = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<LiveConnection, bool> _open = new();
    private readonly ConcurrentDictionary<Guid, int> _ofPerson = new();
    private readonly LiveSettings _settings;
    private readonly TimeProvider _time;
    private int _nameless;

    public LiveSockets(LiveSettings settings, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        lifetime.ApplicationStopping.Register(() =>
        {
            foreach (var (connection, _) in _open)
            {
                _ = connection.Close(LiveClose.GoingAway);
            }
        });
    }

    /// <summary>How many are open.</summary>
    public int Count => _open.Count;

    /// <summary>False: too many are open whose owners have not said who they are.</summary>
    public bool Add(LiveConnection connection)
    {
        if (Interlocked.Increment(ref _nameless) > MostNameless)
        {
            Interlocked.Decrement(ref _nameless);
            return false;
        }

        _open[connection] = true;
        LiveMetrics.Opened();
        return true;
    }

    /// <summary>It is a person's from here on; false: they have too many.</summary>
    public bool Name(Guid personId)
    {
        if (_ofPerson.AddOrUpdate(personId, 1, (_, count) => count + 1) > _settings.ConnectionsPerPerson)
        {
            Unname(personId);
            return false;
        }

        Interlocked.Decrement(ref _nameless);
        return true;
    }

    public void Remove(LiveConnection connection)
    {
        if (!_open.TryRemove(connection, out _))
        {
            return;
        }

        LiveMetrics.Closed();
        if (connection.Viewer is { } viewer)
        {
            Unname(viewer.Caller.PersonId);
        }
        else
        {
            Interlocked.Decrement(ref _nameless);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var rounds = new PeriodicTimer(Round, _time);
        try
        {
            while (await rounds.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var (connection, _) in _open)
                {
                    LookAt(connection);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The sockets were told when the stop began.
        }
    }

    private void LookAt(LiveConnection connection)
    {
        if (Lasts(connection.ClosingSince, Farewell) || Lasts(connection.SendingSince, Unread))
        {
            connection.Abort();
        }
        else if ((connection.Viewer is null && Lasts(connection.OpenedAt, TimeSpan.FromSeconds(_settings.SignInSeconds)))
            || Lasts(connection.Reader.Begun, Unfinished))
        {
            _ = connection.Close(LiveClose.TooLate);
        }
    }

    private bool Lasts(long since, TimeSpan most) => since != 0 && _time.GetElapsedTime(since) > most;

    private void Unname(Guid personId)
    {
        // Down to nothing it is taken out, unless another socket of the person came at that moment.
        if (_ofPerson.AddOrUpdate(personId, 0, (_, count) => count - 1) <= 0)
        {
            _ofPerson.TryRemove(new KeyValuePair<Guid, int>(personId, 0));
        }
    }
}
