using Dapper;
using Npgsql;

namespace Doorward.Platform.Postgres.Migrations;

/// <summary>
/// Brings a database up to this program: every module's numbered files in order, each once, all in one transaction under an advisory lock,
/// so that several nodes may start at the same moment and a failure leaves the database as it was.
/// </summary>
public sealed class Migrator(IReadOnlyList<Module> modules)
{
    private const long Lock = 0x446F6F7277617264; // "Doorward"

    // A change of a large table takes as long as it takes, and so does waiting for the node that makes it.
    private const int NoLimit = 0;

    private const string Ledger = """
        CREATE SCHEMA IF NOT EXISTS platform;
        CREATE TABLE IF NOT EXISTS platform.migrations (
            module text NOT NULL, number int NOT NULL, name text NOT NULL, checksum text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (module, number)
        );
        """;

    /// <summary>Applies what is missing.</summary>
    /// <returns>How many files were applied.</returns>
    /// <exception cref="MigrationRefusal">The database is newer than the program, or an applied file was changed.</exception>
    public async Task<int> Apply(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition("SELECT pg_advisory_xact_lock(@Lock)", new { Lock }, transaction, NoLimit, cancellationToken: cancellation));
        await connection.ExecuteAsync(new CommandDefinition(Ledger, transaction: transaction, cancellationToken: cancellation));

        var applied = (await connection.QueryAsync<Applied>(new CommandDefinition(
            "SELECT module, number, name, checksum FROM platform.migrations", transaction: transaction, cancellationToken: cancellation))).ToList();
        var known = modules.SelectMany(Migration.Of).ToList();
        Check(applied, known);

        var missing = known.Where(m => !applied.Any(a => a.Module == m.Module && a.Number == m.Number)).ToList();
        foreach (var migration in missing)
        {
            await connection.ExecuteAsync(new CommandDefinition(migration.Text, transaction: transaction, commandTimeout: NoLimit, cancellationToken: cancellation));
            await connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO platform.migrations (module, number, name, checksum) VALUES (@Module, @Number, @Name, @Checksum)",
                migration, transaction, cancellationToken: cancellation));
        }

        await transaction.CommitAsync(cancellation);
        return missing.Count;
    }

    private static void Check(List<Applied> applied, List<Migration> known)
    {
        foreach (var row in applied)
        {
            var ours = known.Find(m => m.Module == row.Module && m.Number == row.Number);
            if (ours is null)
            {
                throw new MigrationRefusal(
                    $"The database is newer than this program: it has {row.Module} {row.Number:0000}-{row.Name}, which this program does not know. "
                    + "Start the newer Doorward, or restore a backup made before the upgrade.");
            }

            if (ours.Checksum != row.Checksum)
            {
                throw new MigrationRefusal(
                    $"{row.Module} {row.Number:0000}-{row.Name} was changed after it was applied to this database. "
                    + "Put the file back as it was and write the change as a new migration.");
            }
        }
    }

    private sealed record Applied(string Module, int Number, string Name, string Checksum);
}
