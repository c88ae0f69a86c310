namespace Doorward.Platform.Events.Log;

/// <summary>
/// The log for the readers of one node. Woken by the same commit, those who stand at the same place ask the same question: it is asked once for all of them.
/// </summary>
public sealed class LogFeed(LogReader reader, LogSignal signal)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Question, Task> _asked = [];
    private Task? _since;

    /// <inheritdoc cref="LogReader.Read"/>
    public Task<IReadOnlyList<LogEntry>> Read(LogCursor after, int limit, CancellationToken cancellation, bool withStates = true) =>
        Once(new Question(after, limit, withStates), () => reader.Read(after, limit, CancellationToken.None, withStates)).WaitAsync(cancellation);

    /// <inheritdoc cref="LogReader.IsAhead"/>
    public Task<bool> IsAhead(LogCursor of, CancellationToken cancellation) =>
        Once(new Question(of, 0, false), () => reader.IsAhead(of, CancellationToken.None)).WaitAsync(cancellation);

    private Task<T> Once<T>(Question question, Func<Task<T>> ask)
    {
        lock (_gate)
        {
            // An answer that was under way when the log grew may not have seen it: who was woken by that asks anew.
            if (_since != signal.Next)
            {
                _asked.Clear();
                _since = signal.Next;
            }

            if (_asked.TryGetValue(question, out var underWay) && !underWay.IsCompleted)
            {
                return (Task<T>)underWay;
            }

            var answer = ask();
            _asked[question] = answer;
            return answer;
        }
    }

    private readonly record struct Question(LogCursor Place, int Limit, bool WithStates);
}
