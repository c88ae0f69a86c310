using System.Threading.Tasks.Sources;

namespace Doorward.GraphQL.Execution;

/// <summary>How the pump waits: one signal a run, used again each time, so that waiting allocates nothing.</summary>
internal sealed partial class OperationRun : IValueTaskSource, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<bool> signal;
    private bool isWaiting;

    // The pump continues on the pool, not on the thread that brought the value: what else comes meanwhile is taken along.
    private void Wake()
    {
        if (isWaiting)
        {
            isWaiting = false;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
    }

    // Decides under the lock whether to wait; false means wait.
    private bool TryContinue()
    {
        lock (buffers.Gate)
        {
            if (buffers.Ready.Count > 0 || waitingLoaders is not null)
            {
                return true;
            }

            signal.Reset();
            isWaiting = true;
            return false;
        }
    }

    void IThreadPoolWorkItem.Execute() => signal.SetResult(true);

    void IValueTaskSource.GetResult(short token) => signal.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => signal.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        signal.OnCompleted(continuation, state, token, flags);
}
