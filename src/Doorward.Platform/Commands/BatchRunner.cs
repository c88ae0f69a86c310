using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Commands;

/// <summary>Runs one batch as one statement, and decides what a failure means for each command of it. It never throws: every waiting caller gets an answer.</summary>
public sealed class BatchRunner(CommandDatabase database, LogSignal committed, ILogger<BatchRunner> log)
{
    internal async Task Run<TCommand, TOutcome>(
        CommandStatement<TCommand, TOutcome> statement, IReadOnlyList<Waiting<TCommand, TOutcome>> batch, int attempts)
        where TOutcome : class
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Execute(statement, batch);
                return;
            }
            catch (NeverSent) when (attempt < attempts)
            {
                // The line broke before the statement left: the same commands again, on another.
            }
            catch (NeverSent broken)
            {
                Fail(batch, new DatabaseUnavailable(broken.InnerException!));
                return;
            }
            catch (PostgresException refusal) when (attempt < attempts && IsOvertaken(statement, refusal))
            {
                // Rolled back as a whole by PostgreSQL: the same commands again, on a fresh snapshot. Lock order makes this rare. The first time at
                // once; then not in step with the node that won, or many nodes could go on overtaking each other.
                await Task.Delay(TimeSpan.FromMilliseconds((attempt - 1) * Random.Shared.Next(8)), TimeProvider.System);
            }
            catch (Exception refusal) when (batch.Count > 1 && (IsTheCommandsFault(refusal) || IsOvertaken(statement, refusal)))
            {
                // One of them is guilty and nobody says which, or they are in somebody's way together: each by itself, in arrival order.
                foreach (var waiting in batch)
                {
                    await Run(statement, [waiting], attempts);
                }

                return;
            }
            catch (PostgresException refusal) when (
                refusal.ConstraintName is { Length: > 0 } constraint && batch.Count == 1
                && statement.Violates(constraint, batch[0].Command) is { } outcome)
            {
                batch[0].TrySetResult(outcome);
                return;
            }
            catch (PostgresException refusal) when (IsOvertaken(statement, refusal))
            {
                Fail(batch, new CommandOvertaken(statement.Name, refusal));
                return;
            }
            catch (CannotBeSent fault)
            {
                Fail(batch, fault.InnerException!);
                return;
            }
            catch (Exception failure)
            {
                Fail(batch, IsBroken(failure) ? new OutcomeUnknown(statement.Name, failure) : failure);
                return;
            }
        }
    }

    private async Task Execute<TCommand, TOutcome>(CommandStatement<TCommand, TOutcome> statement, IReadOnlyList<Waiting<TCommand, TOutcome>> batch)
        where TOutcome : class
    {
        await using var connection = await database.Open();
        await using var command = new NpgsqlCommand(statement.Text, connection);

        // Read whole before anyone is told: an error after the first row, or at the commit, would take back what was said.
        var outcomes = new object?[batch.Count];
        await using (var rows = await Send(statement, batch, command))
        {
            while (await rows.ReadAsync())
            {
                var n = (int)rows.GetInt64(0) - 1;
                outcomes[n] = Read(statement, rows, batch[n].Command);
            }

            // Only past the last row comes the word that it was committed; disposing would swallow an error here.
            await rows.NextResultAsync();
        }

        committed.Pulse();
        for (var n = 0; n < outcomes.Length; n++)
        {
            if (outcomes[n] is TOutcome outcome)
            {
                batch[n].TrySetResult(outcome);
            }
            else
            {
                batch[n].TrySetException(outcomes[n] as Exception
                    ?? new InvalidOperationException($"{statement.Name} returned no row for a command: every command must have its outcome."));
            }
        }
    }

    private static async Task<NpgsqlDataReader> Send<TCommand, TOutcome>(
        CommandStatement<TCommand, TOutcome> statement, IReadOnlyList<Waiting<TCommand, TOutcome>> batch, NpgsqlCommand command)
        where TOutcome : class
    {
        try
        {
            statement.Bind(new Parameters(command.Parameters), new CommandsOf<TCommand, TOutcome>(batch));

            // By itself, once a connection: where Npgsql prepares along with the first values and PostgreSQL refuses those, the two disagree
            // from then on whether it is prepared, and the next, innocent, command fails.
            await Prepare(command);
            return await command.ExecuteReaderAsync();
        }
        catch (Exception fault) when (fault is not NpgsqlException and not NeverSent)
        {
            // Values that cannot be written down, such as half a surrogate pair: found before anything leaves this machine.
            throw new CannotBeSent(fault);
        }
    }

    // Preparing carries nothing out, so a line that breaks here broke in time.
    private static async Task Prepare(NpgsqlCommand command)
    {
        try
        {
            await command.PrepareAsync();
        }
        catch (NpgsqlException broken) when (IsBroken(broken))
        {
            throw new NeverSent(broken);
        }
    }

    // The statement is carried out by now: one outcome that cannot be read must not look like a failure of the others.
    private static object Read<TCommand, TOutcome>(CommandStatement<TCommand, TOutcome> statement, NpgsqlDataReader row, TCommand command)
        where TOutcome : class
    {
        try
        {
            return statement.Read(row, command);
        }
        catch (Exception fault) when (fault is not NpgsqlException and not IOException)
        {
            return fault;
        }
    }

    private static bool IsOvertaken<TCommand, TOutcome>(CommandStatement<TCommand, TOutcome> statement, Exception failure)
        where TOutcome : class => failure is PostgresException refusal
        && (refusal.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            || (refusal.ConstraintName is { Length: > 0 } constraint && statement.WasOvertaken(constraint)));

    // Class 22: data exception; class 23: integrity constraint violation; class 54: a value too large, as for an index; P0: raised by a statement.
    private static bool IsTheCommandsFault(Exception failure) => failure is CannotBeSent
        || (failure is PostgresException refusal && refusal.SqlState[..2] is "22" or "23" or "54" or "P0");

    // Class 57: the server is going away. Its last word may come before or after a commit, so it says nothing about the outcome.
    internal static bool IsBroken(Exception failure) => failure is PostgresException refusal
        ? refusal.SqlState.StartsWith("57P", StringComparison.Ordinal)
        : failure is NpgsqlException;

    private void Fail<TCommand, TOutcome>(IReadOnlyList<Waiting<TCommand, TOutcome>> batch, Exception failure)
        where TOutcome : class
    {
        if (failure is PostgresException refusal)
        {
            log.LogError("A batch of {Count} failed: {SqlState} {Constraint}", batch.Count, refusal.SqlState, refusal.ConstraintName);
        }

        foreach (var waiting in batch)
        {
            waiting.TrySetException(failure);
        }
    }

    private sealed class NeverSent(Exception broken) : Exception(broken.Message, broken);

    private sealed class CannotBeSent(Exception fault) : Exception(fault.Message, fault);
}
