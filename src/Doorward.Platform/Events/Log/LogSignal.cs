using System.Collections.Concurrent;

namespace Doorward.Platform.Events.Log;

/// <summary>
/// Tells this node's readers that the log has grown. Pulsed after a commit, never inside it: NOTIFY in a statement takes a
/// database-wide lock at commit, and commits would queue one behind the other.
/// </summary>
public sealed class LogSignal : Signal
{
    private long _pulses;

    /// <summary>Rises with every commit of this node; the bell to the other nodes follows it.</summary>
    public long Pulses => Volatile.Read(ref _pulses);

    /// <summary>
    /// Wakes whoever looks for jobs. They are made by subscribers and by other jobs, so a commit of a command alone does not ring here; the few
    /// commands that leave work behind (a file to delete) are found by the poll.
    /// </summary>
    internal JobSignals Jobs { get; } = new();

    /// <summary>This node committed rows.</summary>
    public void Pulse()
    {
        Interlocked.Increment(ref _pulses);
        Wake();
    }

    /// <summary>This node committed rows or jobs: the other nodes are told, too.</summary>
    /// <param name="kinds">Of which kinds those may be; null: of any.</param>
    public void PulseWithJobs(IReadOnlySet<string>? kinds = null)
    {
        Pulse();
        Jobs.Wake(kinds);
    }
}

/// <summary>Wakes those who look for jobs, by kind.</summary>
internal sealed class JobSignals
{
    private readonly ConcurrentDictionary<string, Signal> _byKind = new();

    /// <summary>The signal of a kind.</summary>
    public Signal Of(string kind) => _byKind.GetOrAdd(kind, _ => new Signal());

    /// <summary>Jobs may be there.</summary>
    /// <param name="kinds">Of which kinds; null: of any.</param>
    public void Wake(IReadOnlySet<string>? kinds = null)
    {
        foreach (var (kind, signal) in _byKind)
        {
            if (kinds?.Contains(kind) ?? true)
            {
                signal.Wake();
            }
        }
    }
}

/// <summary>Wakes everybody who waits for the next time.</summary>
public class Signal
{
    private TaskCompletionSource _next = New();

    /// <summary>What completes at the next wake-up. Take it before looking: one between the looking and the waiting is then not missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Something may be there, committed by anyone.</summary>
    public void Wake() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
