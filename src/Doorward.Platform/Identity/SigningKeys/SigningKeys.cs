using Dapper;
using Doorward.Platform.Identity.Tokens;
using Npgsql;

namespace Doorward.Platform.Identity.SigningKeys;

/// <summary>The keys of Doorward's own issuer, kept in the database so that all nodes sign and check with the same.</summary>
public static class SigningKeys
{
    private const long Lock = 0x6B657973; // "keys"

    /// <summary>The issuer with the stored keys; the first one is made here when there is none.</summary>
    public static async Task<OwnIssuer> Load(NpgsqlDataSource database, TimeProvider time, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition("SELECT pg_advisory_xact_lock(@Lock)", new { Lock }, transaction, cancellationToken: cancellation));
        var pems = (await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT pkcs8_pem FROM platform.signing_keys ORDER BY created_at DESC, kid", transaction: transaction, cancellationToken: cancellation))).ToList();
        if (pems.Count == 0)
        {
            var key = OwnSigningKey.Create();
            pems.Add(key.ToPem());
            await connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO platform.signing_keys (kid, pkcs8_pem) VALUES (@KeyId, @Pem)", new { key.KeyId, Pem = pems[0] }, transaction,
                cancellationToken: cancellation));
        }

        await transaction.CommitAsync(cancellation);
        var keys = pems.Select(OwnSigningKey.Parse).ToList();
        return new OwnIssuer(keys[0], time, keys.Skip(1).ToList());
    }
}
