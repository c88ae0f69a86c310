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
            catch (PostgresException refusal) when (attempt < attempts && IsOvertaken(statement, refusal))
            {
                // Rolled back as a whole by PostgreSQL: the same commands again, on a fresh snapshot. Lock order makes this rare; the loser waits its turn.
            }
            catch (PostgresException refusal) when (batch.Count > 1 && (IsTheCommandsFault(refusal) || IsOvertaken(statement, refusal)))
            {
                // One of them is guilty and PostgreSQL does not say which, or they are in somebody's way together: each by itself, in arrival order.
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
        statement.Bind(new Parameters(command.Parameters), new CommandsOf<TCommand, TOutcome>(batch));

        // Read whole before anyone is told: an error after the first row, or at the commit, would take back what was said.
        var outcomes = new TOutcome?[batch.Count];
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                var n = (int)rows.GetInt64(0) - 1;
                outcomes[n] = statement.Read(rows, batch[n].Command);
            }

            // Only past the last row comes the word that it was committed; disposing would swallow an error here.
            await rows.NextResultAsync();
        }

        committed.Pulse();
        for (var n = 0; n < outcomes.Length; n++)
        {
            if (outcomes[n] is { } outcome)
            {
                batch[n].TrySetResult(outcome);
            }
            else
            {
                batch[n].TrySetException(new InvalidOperationException($"{statement.Name} returned no row for a command: every command must have its outcome."));
            }
        }
    }

    private static bool IsOvertaken<TCommand, TOutcome>(CommandStatement<TCommand, TOutcome> statement, PostgresException refusal)
        where TOutcome : class =>
        refusal.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
        || (refusal.ConstraintName is { Length: > 0 } constraint && statement.WasOvertaken(constraint));

    // Class 22: data exception; class 23: integrity constraint violation; P0001: raised by a statement.
    private static bool IsTheCommandsFault(PostgresException refusal) =>
        refusal.SqlState.StartsWith("22", StringComparison.Ordinal)
        || refusal.SqlState.StartsWith("23", StringComparison.Ordinal)
        || refusal.SqlState == PostgresErrorCodes.RaiseException;

    // Class 57: the server is going away. Its last word may come before or after a commit, so it says nothing about the outcome.
    private static bool IsBroken(Exception failure) => failure is PostgresException refusal
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
}
