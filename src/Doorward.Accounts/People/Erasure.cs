using Doorward.Platform.Events.Log;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Accounts.People;

/// <summary>
/// Erases a person from every module in one transaction, rather than in one statement: each module knows its own tables. The modules above go
/// first, as they may still have to look up who it is; this one, which forgets that, is registered first and goes last.
/// </summary>
internal sealed class Erasure(NpgsqlDataSource database, IEnumerable<IPersonalData> personalData, CallerDirectory callers, LogSignal committed)
{
    private const int Attempts = 5;

    // What a cached caller or a statement under way may still write is found by doing all of it again a little later.
    private const string Again = """
        INSERT INTO events.jobs (kind, key, payload, due_at) VALUES ('accounts.erase_again', $1::text, jsonb_build_object('person_id', $1), now() + interval '2 minutes')
        ON CONFLICT (kind, key) DO NOTHING
        """;

    /// <summary>False: they are the last owner of an agency.</summary>
    public async Task<bool> Erase(Guid person, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Once(person, cancellation, Again);
                break;
            }
            catch (PostgresException last) when (last.ConstraintName is "organizations_keep_an_owner")
            {
                return false;
            }
            catch (PostgresException other) when (attempt < Attempts
                && other.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // Others lock the same rows in the order of their own statements. Nothing was done; again.
            }
        }

        callers.Forget();
        committed.Pulse();
        return true;
    }

    /// <summary>Everything in one transaction, and <paramref name="afterwards"/> with it.</summary>
    public async Task Once(Guid person, CancellationToken cancellation, string? afterwards = null)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Run(transaction, "SELECT id FROM accounts.people WHERE id = $1 FOR UPDATE", person, cancellation);
        foreach (var module in personalData.Reverse())
        {
            await module.Erase(person, transaction, cancellation);
        }

        if (afterwards is not null)
        {
            await Run(transaction, afterwards, person, cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private static async Task Run(NpgsqlTransaction transaction, string text, Guid person, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(text, transaction.Connection, transaction);
        command.Parameters.Add(Reads.Is(person));
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
