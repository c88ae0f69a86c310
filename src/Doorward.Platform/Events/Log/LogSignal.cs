namespace Doorward.Platform.Events.Log;

/// <summary>
/// Tells this node's readers that the log has grown. Pulsed after a commit, never inside it: NOTIFY in a statement takes a
/// database-wide lock at commit, and commits would queue one behind the other.
/// </summary>
public sealed class LogSignal
{
    private TaskCompletionSource _next = New();
    private long _pulses;

    /// <summary>Rises with every commit of this node; the bell to the other nodes follows it.</summary>
    public long Pulses => Volatile.Read(ref _pulses);

    /// <summary>What completes at the next wake-up. Take it before reading: one between the reading and the waiting is then not missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>This node committed rows.</summary>
    public void Pulse()
    {
        Interlocked.Increment(ref _pulses);
        Wake();
    }

    /// <summary>Rows may be there, committed by anyone.</summary>
    public void Wake() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
