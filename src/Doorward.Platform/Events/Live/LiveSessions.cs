using System.Collections.Concurrent;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Events.Live;

/// <summary>
/// Every stream and socket that is open on this node. Once a second it ends those whose token has expired; when the log tells of a change of
/// rights it looks up the people of that organization again; and all of them every five minutes, should anything have been missed.
/// One timer for the node, none for a socket.
/// </summary>
public sealed class LiveSessions(CallerDirectory callers, TimeProvider time, ILogger<LiveSessions> log) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AtTheLatest = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<LiveSession, bool> _open = new();
    private readonly ConcurrentQueue<LogEntry?> _changes = new();
    private readonly SemaphoreSlim _changed = new(0);

    /// <summary>How many there are.</summary>
    public int Count => _open.Count;

    /// <summary>Opens one for somebody whose token was just checked.</summary>
    public LiveSession Open(Caller caller, VerifiedToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Add(new LiveSession(this, (caller, token), token.ExpiresAt, time.GetTimestamp()));
    }

    /// <summary>Opens one for whoever holds something that ends by its time alone: a signed link.</summary>
    public LiveSession Open(DateTimeOffset until) => Add(new LiveSession(this, null, until, 0));

    private LiveSession Add(LiveSession session)
    {
        _open[session] = true;
        return session;
    }

    internal void Close(LiveSession session) => _open.TryRemove(session, out _);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = callers.OnChange(Tell);
        try
        {
            while (true)
            {
                await _changed.WaitAsync(Round, stoppingToken);
                await LookAround(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Streams and sockets end with the server, which stops first.
        }
    }

    private void Tell(LogEntry? change)
    {
        _changes.Enqueue(change);
        _changed.Release();
    }

    private async Task LookAround(CancellationToken stopping)
    {
        while (_changes.TryDequeue(out var change))
        {
            foreach (var (session, _) in _open)
            {
                if (session.Owner is { } owner && (change is null || Touches(change, owner.Caller)))
                {
                    session.CheckedAt = long.MinValue;
                }
            }
        }

        var now = time.GetUtcNow();
        foreach (var (session, _) in _open)
        {
            if (TokenTimes.HasPassed(session.ExpiresAt, now))
            {
                End(session, LiveEnd.TokenExpired);
            }
            else if (session.Owner is not null && (session.CheckedAt == long.MinValue || time.GetElapsedTime(session.CheckedAt) > AtTheLatest))
            {
                await Check(session, stopping);
            }
        }
    }

    private static bool Touches(LogEntry change, Caller caller) =>
        change.OrganizationId is null || change.OrganizationId == caller.OrganizationId || change.SubjectId == caller.PersonId;

    private async Task Check(LiveSession session, CancellationToken stopping)
    {
        try
        {
            var (caller, _) = await callers.Find(session.Token, stopping);
            if (caller is null || !caller.MayDoTheSameAs(session.Caller))
            {
                End(session, LiveEnd.RightsWithdrawn);
            }

            session.CheckedAt = time.GetTimestamp();
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            // Asked again a second from now: the mark stays.
            log.LogWarning("Who is connected cannot be checked, the database cannot be reached: {Reason}", failure.Message);
        }
    }

    private void End(LiveSession session, LiveEnd why)
    {
        if (_open.TryRemove(session, out _))
        {
            session.End(why);
        }
    }
}
