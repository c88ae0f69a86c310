namespace Doorward.Platform.Events;

/// <summary>
/// Asks the database once for many loops of this node: what is asked while one statement runs goes with the next. It is what a CommandBatcher is to
/// commands, for those who keep the house: nobody is woken by it, and nothing is tried again.
/// </summary>
/// <param name="ask">Answers in the order of what was asked.</param>
internal sealed class Together<TQuestion, TAnswer>(Func<IReadOnlyList<TQuestion>, Task<IReadOnlyList<TAnswer>>> ask) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private List<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)> _waiting = [];
    private bool _running;

    /// <summary>Asks it with the others. A failure is everybody's.</summary>
    public Task<TAnswer> Ask(TQuestion question)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Add((question, answer));
            if (!_running)
            {
                _running = true;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }

        return answer.Task;
    }

    void IThreadPoolWorkItem.Execute() => _ = Run();

    private async Task Run()
    {
        while (Take() is { Count: > 0 } asked)
        {
            try
            {
                var answers = await ask([.. asked.Select(one => one.Question)]);
                for (var n = 0; n < asked.Count; n++)
                {
                    asked[n].Answer.SetResult(answers[n]);
                }
            }
            catch (Exception failure)
            {
                asked.ForEach(one => one.Answer.TrySetException(failure));
            }
        }
    }

    private List<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)> Take()
    {
        lock (_gate)
        {
            var taken = _waiting;
            _waiting = [];
            _running = taken.Count > 0;
            return taken;
        }
    }
}
