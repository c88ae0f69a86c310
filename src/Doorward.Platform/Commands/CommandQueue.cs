namespace Doorward.Platform.Commands;

/// <summary>Commands in arrival order, and the choice of which of them go together.</summary>
internal sealed class CommandQueue<TCommand, TOutcome>(CommandStatement<TCommand, TOutcome> statement, int batchSize)
    where TOutcome : class
{
    private readonly LinkedList<Waiting<TCommand, TOutcome>> _waiting = [];
    private readonly HashSet<Guid> _touched = [];

    public int Count => _waiting.Count;

    public void Add(Waiting<TCommand, TOutcome> waiting) => _waiting.AddLast(waiting);

    /// <summary>
    /// The next batch: the oldest commands, without those whose caller left. One that touches what an earlier one of the queue touches stays
    /// behind and holds its own place, so that commands on one thing keep their order.
    /// </summary>
    public void Take(List<Waiting<TCommand, TOutcome>> batch)
    {
        _touched.Clear();
        for (var node = _waiting.First; node is not null && batch.Count < batchSize;)
        {
            var next = node.Next;
            if (node.Value.LeftTheQueue())
            {
                _waiting.Remove(node);
            }
            else if (Touches(node.Value.Command))
            {
                _waiting.Remove(node);
                batch.Add(node.Value);
            }

            node = next;
        }
    }

    /// <summary>Frees the places of those whose caller left.</summary>
    public void Sweep()
    {
        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.LeftTheQueue())
            {
                _waiting.Remove(node);
            }

            node = next;
        }
    }

    private bool Touches(TCommand command)
    {
        var (first, second) = statement.Alone(command);
        var firstIsFree = first == default || _touched.Add(first);
        var secondIsFree = second == default || second == first || _touched.Add(second);
        return firstIsFree && secondIsFree;
    }
}
