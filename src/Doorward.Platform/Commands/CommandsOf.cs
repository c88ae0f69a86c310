using System.Collections;

namespace Doorward.Platform.Commands;

/// <summary>The commands of a batch, without copying them out.</summary>
internal sealed class CommandsOf<TCommand, TOutcome>(IReadOnlyList<Waiting<TCommand, TOutcome>> batch) : IReadOnlyList<TCommand>
    where TOutcome : class
{
    public int Count => batch.Count;

    public TCommand this[int index] => batch[index].Command;

    public IEnumerator<TCommand> GetEnumerator() => batch.Select(waiting => waiting.Command).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
