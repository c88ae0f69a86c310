using System.Runtime.CompilerServices;

namespace Doorward.GraphQL.Execution;

/// <summary>Work on several elements of a stream at once.</summary>
public static class Ahead
{
    /// <summary>
    /// Begins the work on each element as soon as it has come, on as many at once as have come by then, and hands over what came of them in the stream's
    /// order. Of a stream that rests one element is worked on at a time, without a delay.
    /// </summary>
    /// <param name="source">The stream. It is cancelled when nobody reads on.</param>
    /// <param name="work">What is done with an element.</param>
    /// <param name="most">Elements that are worked on at the most.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="Exception">The failure of the stream, after all that came before it; or of the work on an element, in its place.</exception>
    public static async IAsyncEnumerable<TResult> SelectAhead<T, TResult>(
        this IAsyncEnumerable<T> source, Func<T, Task<TResult>> work, int most, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(work);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var elements = source.GetAsyncEnumerator(reading.Token);
        var started = new Queue<Task<TResult>>();
        var next = elements.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                while (started.Count < most && next.IsCompletedSuccessfully && next.Result)
                {
                    started.Enqueue(work(elements.Current));
                    next = elements.MoveNextAsync().AsTask();
                }

                if (started.TryDequeue(out var first))
                {
                    yield return await first;
                }
                else if (!await next)
                {
                    yield break;
                }
            }
        }
        finally
        {
            // A stream must not be disposed of while it moves.
            await reading.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
