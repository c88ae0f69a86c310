using System.Collections.Concurrent;
using Doorward.Platform.Events.Live;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Http;
using Doorward.Platform.Identity.Tokens;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Identity;

/// <summary>
/// Finds out who the bearer of a token is, and remembers it for half a minute: a busy caller costs no look-up. A change of membership, on
/// whichever node, empties the memory as soon as the log tells of it; and every statement checks the person again by itself.
/// </summary>
public sealed class CallerDirectory(IEnumerable<ICallerSource> sources, LiveTail tail, TimeProvider time, ILogger<CallerDirectory> log) : BackgroundService
{
    private const int Most = 50_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    internal static Refusal Nobody { get; } = new(
        "not_a_member", 403, "You are signed in, but you belong to no agency here. Ask your agency for an invitation.");

    internal static Refusal Several { get; } = new(
        "organization_ambiguous", 403, "You belong to several agencies. Use a token that names the one you mean.");

    private readonly ICallerSource[] _sources = [.. sources.OrderBy(source => source.Order)];
    private readonly ConcurrentDictionary<Key, Known> _known = new();
    private Action<LogEntry?>? _changed;
    private int _changes;

    /// <summary>Rises with every change of access; what was looked up under an older one may no longer be so.</summary>
    public int Generation => Volatile.Read(ref _changes);

    /// <summary>The caller, or why there is none.</summary>
    public ValueTask<(Caller? Caller, Refusal? Refusal)> Find(VerifiedToken token, CancellationToken cancellation) =>
        _known.TryGetValue(new Key(token.Issuer, token.Subject, token.Organization), out var known) && known.Until > time.GetTimestamp()
            ? ValueTask.FromResult<(Caller?, Refusal?)>((known.Caller, null))
            : Ask(token, cancellation);

    /// <summary>Tells whoever stands on somebody's rights that they may have changed, once it is forgotten what they were; null: anybody's.</summary>
    internal IDisposable OnChange(Action<LogEntry?> changed)
    {
        _changed += changed;
        return new Listening(() => _changed -= changed);
    }

    /// <summary>Access has changed: who changes it here need not wait for the log to tell.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _changes);
        _known.Clear();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var change in tail.Watch(null, live => live.Type is { ChangesAccess: true }, stoppingToken))
                {
                    Forget(change.Entry);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                log.LogWarning("Changes of membership are seen late, the database cannot be reached: {Reason}", failure.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            Forget(null);
        }
    }

    private void Forget(LogEntry? change)
    {
        Forget();
        _changed?.Invoke(change);
    }

    private sealed class Listening(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }

    private async ValueTask<(Caller?, Refusal?)> Ask(VerifiedToken token, CancellationToken cancellation)
    {
        var changes = Volatile.Read(ref _changes);
        foreach (var source in _sources)
        {
            var callers = await source.Find(token, cancellation);
            if (callers.Count > 1)
            {
                return (null, Several);
            }

            if (callers.Count == 1)
            {
                if (changes == Volatile.Read(ref _changes))
                {
                    // Else the answer may be older than the change.
                    Remember(new Key(token.Issuer, token.Subject, token.Organization), callers[0]);
                }

                return (callers[0], null);
            }
        }

        return (null, Nobody);
    }

    private void Remember(Key key, Caller caller)
    {
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known[key] = new Known(caller, time.GetTimestamp() + (long)(Remembered.TotalSeconds * time.TimestampFrequency));
    }

    private readonly record struct Key(string Issuer, string Subject, string? Organization);

    private readonly record struct Known(Caller Caller, long Until);
}
