using Npgsql;

namespace Doorward.Platform.Postgres;

/// <summary>
/// Asks the database once for many who ask the same kind of thing: what is asked while one statement runs goes with the next. It is what a
/// <see cref="Commands.CommandBatcher{TCommand, TOutcome}"/> is to commands, for reads, and for writes that may as well be repeated.
/// </summary>
/// <param name="ask">Answers in the order of what was asked; it may be asked the same again.</param>
/// <param name="most">Questions that one statement carries at the most.</param>
public sealed class Coalescer<TQuestion, TAnswer>(Func<IReadOnlyList<TQuestion>, Task<IReadOnlyList<TAnswer>>> ask, int most = 64) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly Queue<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)> _waiting = [];
    private bool _running;

    /// <summary>Asks it with the others.</summary>
    /// <param name="question">The question.</param>
    /// <param name="cancellation">Who leaves is not answered; the others are.</param>
    /// <exception cref="NpgsqlException">As the statement failed: a refusal is that of this question alone, a broken line is everybody's.</exception>
    public Task<TAnswer> Ask(TQuestion question, CancellationToken cancellation = default)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Enqueue((question, answer));
            if (!_running)
            {
                _running = true;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }

        return answer.Task.WaitAsync(cancellation);
    }

    void IThreadPoolWorkItem.Execute() => _ = Run();

    private async Task Run()
    {
        while (Take() is { Count: > 0 } asked)
        {
            await Answer(asked);
        }
    }

    private async Task Answer(List<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)> asked)
    {
        try
        {
            var answers = await ask([.. asked.Select(one => one.Question)]);
            for (var n = 0; n < asked.Count; n++)
            {
                asked[n].Answer.SetResult(answers[n]);
            }
        }
        catch (Exception refusal) when (asked.Count > 1 && refusal is PostgresException or not NpgsqlException)
        {
            // One of them is guilty and nobody says which.
            foreach (var one in asked)
            {
                await Answer([one]);
            }
        }
        catch (Exception failure)
        {
            foreach (var one in asked)
            {
                one.Answer.TrySetException(failure);
            }
        }
    }

    private List<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)> Take()
    {
        lock (_gate)
        {
            var taken = new List<(TQuestion, TaskCompletionSource<TAnswer>)>();
            while (taken.Count < most && _waiting.TryDequeue(out var next))
            {
                taken.Add(next);
            }

            _running = taken.Count > 0;
            return taken;
        }
    }
}
