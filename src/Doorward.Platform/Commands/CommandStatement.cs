using Npgsql;

namespace Doorward.Platform.Commands;

/// <summary>
/// The one SQL statement that carries out any number of commands of a kind: it takes an array a field, decides, changes,
/// logs, and returns a row a command.
/// </summary>
public abstract class CommandStatement<TCommand, TOutcome>
    where TOutcome : class
{
    /// <summary>The command's name in metrics and spans.</summary>
    public virtual string Name => typeof(TCommand).Name;

    /// <summary>The statement. Its first result column is <c>n</c>, the command's place in the batch, from 1.</summary>
    public abstract string Text { get; }

    /// <summary>Adds the statement's parameters, in order: arrays with an element a command.</summary>
    public abstract void Bind(Parameters parameters, IReadOnlyList<TCommand> commands);

    /// <summary>Reads one row as the outcome of <paramref name="command"/>.</summary>
    public abstract TOutcome Read(NpgsqlDataReader row, TCommand command);

    /// <summary>
    /// What two commands of one batch must not both touch, for rules that the statement cannot decide between its own rows
    /// (an applicant's visits must not overlap): the later one waits for the next batch.
    /// </summary>
    public virtual (Guid First, Guid Second) Alone(TCommand command) => default;

    /// <summary>The refusal that a violated constraint means, or null where it would be a bug.</summary>
    public virtual TOutcome? Violates(string constraint, TCommand command) => default;

    /// <summary>
    /// Whether a violated constraint only says that the statement saw an older state than the one it met at the lock:
    /// it is then carried out again, on a fresh snapshot.
    /// </summary>
    public virtual bool WasOvertaken(string constraint) => false;
}
