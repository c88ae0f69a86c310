using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres;
using Npgsql;
using IsolationLevel = System.Data.IsolationLevel;

namespace Doorward.Platform.Commands;

/// <summary>What a transaction came to: its answer, and whether what it wrote is kept.</summary>
/// <param name="Value">The answer.</param>
/// <param name="IsKept">False: everything that it wrote is taken back, as for a refusal.</param>
public readonly record struct Ending<T>(T Value, bool IsKept);

/// <summary>Names the two ways in which a transaction ends.</summary>
public static class Ending
{
    /// <summary>Commit, then answer.</summary>
    public static Ending<T> Keep<T>(T value) => new(value, true);

    /// <summary>Take back everything that was written, then answer.</summary>
    public static Ending<T> TakeBack<T>(T value) => new(value, false);
}

/// <summary>
/// Runs the statements of several modules as one transaction, on one snapshot of a command connection. It follows the rules that a batch
/// follows: overtaken by others (a serialization failure, a deadlock, or a constraint that a statement calls so), it is rolled back as a
/// whole and run again from its beginning on a fresh snapshot, so the work must decide nothing outside the transaction.
/// </summary>
public sealed class Transactions(CommandDatabase database, LogSignal committed, BatcherOptions options)
{
    /// <summary>How often something is done again at once by those who have no options of their own.</summary>
    internal const int MostOvertaken = 5;

    /// <summary>Does the work, again where it was overtaken, and wakes the log's readers once it is committed.</summary>
    /// <param name="name">What it is called in errors.</param>
    /// <param name="work">The statements; no savepoint is needed, nothing of an attempt that fails is left.</param>
    /// <param name="cancellation">Gives up before an attempt is committed; the commit itself is not cut short.</param>
    /// <exception cref="CommandOvertaken">It was overtaken each time; nothing was done.</exception>
    /// <exception cref="OutcomeUnknown">The connection broke during the commit.</exception>
    /// <exception cref="DatabaseUnavailable">No connection could be had, or it broke before the commit; nothing was done.</exception>
    public async Task<T> Run<T>(string name, Func<NpgsqlTransaction, CancellationToken, Task<Ending<T>>> work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Once(name, work, cancellation);
            }
            catch (Exception overtaken) when (IsOvertaken(overtaken))
            {
                if (attempt == options.Attempts)
                {
                    throw new CommandOvertaken(name, overtaken);
                }

                // As for a batch: the first time at once, then not in step with whoever won.
                await Task.Delay(TimeSpan.FromMilliseconds((attempt - 1) * Random.Shared.Next(8)), TimeProvider.System, cancellation);
            }
        }
    }

    private async Task<T> Once<T>(string name, Func<NpgsqlTransaction, CancellationToken, Task<Ending<T>>> work, CancellationToken cancellation)
    {
        await using var connection = await database.Open();
        var isCommitting = false;
        try
        {
            // Named, because Npgsql asks for READ COMMITTED where nothing is said, whatever the connection's default.
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            var ending = await work(transaction, cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (!ending.IsKept)
            {
                return ending.Value; // disposing rolls back
            }

            isCommitting = true;
            await transaction.CommitAsync(CancellationToken.None);
            committed.Pulse();
            return ending.Value;
        }
        catch (NpgsqlException broken) when (BatchRunner.IsBroken(broken))
        {
            throw isCommitting ? new OutcomeUnknown(name, broken) : new DatabaseUnavailable(broken);
        }
    }

    /// <summary>
    /// Does it again, at once, where it was overtaken; a few times, and then the failure is the caller's. For those who keep the house, who have no caller to
    /// answer and try later anyway.
    /// </summary>
    internal static async Task<T> Again<T>(Func<Task<T>> once)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await once();
            }
            catch (Exception overtaken) when (attempt < MostOvertaken && IsOvertaken(overtaken))
            {
                // on a fresh snapshot it may well succeed, or find that nothing is left to do
            }
        }
    }

    /// <summary>Whether it was rolled back because of what another transaction did: run again, on a fresh snapshot, it may well succeed.</summary>
    internal static bool IsOvertaken(Exception failure) => failure is StatementOvertaken
        or PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };
}
