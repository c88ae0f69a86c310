using System.Diagnostics;

namespace Doorward.Platform.Commands;

/// <summary>A command in the queue, and the caller that waits for its outcome.</summary>
internal sealed class Waiting<TCommand, TOutcome>(TCommand command, CancellationToken cancellation)
    : TaskCompletionSource<TOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
    where TOutcome : class
{
    public TCommand Command { get; } = command;

    public ActivityContext Parent { get; } = Activity.Current?.Context ?? default;

    public long Since { get; } = Stopwatch.GetTimestamp();

    /// <summary>Its caller left while it waited: it need not be carried out.</summary>
    public bool LeftTheQueue()
    {
        if (!cancellation.IsCancellationRequested)
        {
            return false;
        }

        TrySetCanceled(cancellation);
        return true;
    }
}
