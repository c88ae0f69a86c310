using Npgsql;

namespace Doorward.Platform.Commands;

/// <summary>Carries out one command inside a transaction that somebody else began: the same statement that its batcher sends.</summary>
public static class InTransaction
{
    /// <summary>Binds, sends and reads the statement for one command.</summary>
    /// <param name="statement">The command's statement.</param>
    /// <param name="connection">A connection with a transaction open: that of <see cref="Transactions"/>, of a job's writes or of a subscriber.</param>
    /// <returns>Its outcome. A refusal has written nothing.</returns>
    /// <exception cref="StatementOvertaken">Others were faster. The transaction is broken: roll it back and begin again, as <see cref="Transactions"/> does.</exception>
    public static async Task<TOutcome> Carry<TCommand, TOutcome>(
        this CommandStatement<TCommand, TOutcome> statement, NpgsqlConnection connection, TCommand command, CancellationToken cancellation)
        where TOutcome : class => (await statement.CarryEach(connection, [command], null, cancellation))[0];

    /// <summary>
    /// As <see cref="Carry"/>, for several: sent together, and carried out one after the other, so that each sees what those before it have done.
    /// </summary>
    /// <param name="first">A query that is carried out before them, for what it locks; null: none.</param>
    /// <inheritdoc cref="Carry"/>
    public static async Task<IReadOnlyList<TOutcome>> CarryEach<TCommand, TOutcome>(
        this CommandStatement<TCommand, TOutcome> statement, NpgsqlConnection connection, IReadOnlyList<TCommand> commands, NpgsqlBatchCommand? first, CancellationToken cancellation)
        where TOutcome : class
    {
        await using var sent = new NpgsqlBatch(connection);
        if (first is not null)
        {
            sent.BatchCommands.Add(first);
        }

        foreach (var command in commands)
        {
            var one = new NpgsqlBatchCommand(statement.Text);
            statement.Bind(new Parameters(one.Parameters), [command]);
            sent.BatchCommands.Add(one);
        }

        try
        {
            await sent.PrepareAsync(cancellation);
            await using var rows = await sent.ExecuteReaderAsync(cancellation);
            if (first is not null)
            {
                await rows.NextResultAsync(cancellation);
            }

            var outcomes = new List<TOutcome>();
            foreach (var command in commands)
            {
                outcomes.Add(await rows.ReadAsync(cancellation)
                    ? statement.Read(rows, command)
                    : throw new InvalidOperationException($"{statement.Name} returned no row for a command: every command must have its outcome."));
                await rows.NextResultAsync(cancellation);
            }

            return outcomes;
        }
        catch (PostgresException refusal) when (refusal.ConstraintName is { Length: > 0 } constraint && statement.WasOvertaken(constraint))
        {
            throw new StatementOvertaken(statement.Name, refusal);
        }
    }
}

/// <summary>A statement decided on an older state than the one it met: the whole transaction must be run again, on a fresh snapshot.</summary>
public sealed class StatementOvertaken(string statement, PostgresException inner)
    : Exception($"{statement} met rows newer than its snapshot ({inner.ConstraintName}).", inner);
