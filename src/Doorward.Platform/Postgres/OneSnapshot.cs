using Doorward.Platform.Commands;
using Npgsql;
using IsolationLevel = System.Data.IsolationLevel;

namespace Doorward.Platform.Postgres;

/// <summary>
/// The transactions of jobs and subscribers, held to what commands are held to: they decide on one snapshot, and where they meet news at a lock they are
/// run again from their beginning. Going on with the news (READ COMMITTED) they would write the log with a transaction that is older than what they
/// follow from, and so before it.
/// </summary>
internal static class OneSnapshot
{
    private const int Attempts = 8;

    /// <summary>Does the work and commits; takes everything back where it says false. It must decide nothing outside of the transaction.</summary>
    /// <exception cref="PostgresException">It was overtaken each time, or failed by itself.</exception>
    public static async Task<bool> Run(NpgsqlDataSource database, Func<NpgsqlConnection, Task<bool>> work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(cancellation);
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
                if (!await work(connection))
                {
                    return false; // disposing rolls back
                }

                await transaction.CommitAsync(cancellation);
                return true;
            }
            catch (Exception overtaken) when (attempt < Attempts && IsOvertaken(overtaken))
            {
                // The first time at once; then not in step with whoever won.
                await Task.Delay(TimeSpan.FromMilliseconds((attempt - 1) * Random.Shared.Next(16)), TimeProvider.System, cancellation);
            }
        }
    }

    private static bool IsOvertaken(Exception failure) => failure is StatementOvertaken
        or PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };
}
