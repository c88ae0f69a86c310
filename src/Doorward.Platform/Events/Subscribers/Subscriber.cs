using Doorward.Platform.Events.Log;
using Npgsql;

namespace Doorward.Platform.Events.Subscribers;

/// <summary>
/// A durable reader of the log: it is handed every row exactly once, a batch at a time. What it writes and how far it has come are one transaction, so a
/// crash at any moment repeats nothing and skips nothing. The rows come in the order of the log; where Redis carries them, only those of a batch do, for several
/// nodes work at once: a subscriber that names its <see cref="Types"/> must come to the same end in any order.
/// </summary>
public abstract class Subscriber
{
    /// <summary>Its name in <c>events.cursors</c>: stable for ever.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// The types of events that it acts on, and the only ones that it is handed; null: all. Rows of other types move its cursor, together with those of the
    /// node's other subscribers, and cost nothing else.
    /// </summary>
    public virtual IReadOnlySet<string>? Types => null;

    /// <summary>
    /// The kinds of jobs that it makes, to be looked for as soon as a batch is committed; null: any. One that it makes and does not name waits for the poll
    /// of those who work on it.
    /// </summary>
    public virtual IReadOnlySet<string>? Makes => null;

    /// <summary>Whether it acts on events of a type.</summary>
    public bool Concerns(string type) => Types?.Contains(type) ?? true;

    /// <summary>Rows a batch at the most.</summary>
    public virtual int BatchSize => 1000;

    /// <summary>
    /// How long it lets rows gather before it reads on, for the price of a look and of a transaction to be shared by more of them. The first row of a lull
    /// is handed over at once.
    /// </summary>
    public virtual TimeSpan Linger => TimeSpan.FromMilliseconds(50);

    /// <summary>Whether it looks at what was before and after; they are most of a row. Without, both are null.</summary>
    public virtual bool ReadsStates => true;

    /// <summary>Writes the effects of a batch on <paramref name="connection"/>, inside its open transaction. An exception repeats the batch.</summary>
    public abstract Task Handle(IReadOnlyList<LogEntry> batch, NpgsqlConnection connection, CancellationToken cancellation);
}
