using Dapper;
using Npgsql;

namespace Doorward.Accounts.Organizations;

/// <summary>The one-time link for the first owner, which a start prints for as long as there is no organization.</summary>
public sealed class OwnerLink(NpgsqlDataSource database, TimeProvider time)
{
    private const string Forget = "DELETE FROM accounts.owner_links WHERE used_at IS NULL";

    private const string Issue = """
        INSERT INTO accounts.owner_links (token_digest, created_at)
        SELECT @digest, @now WHERE NOT EXISTS (SELECT FROM accounts.organizations)
        """;

    /// <summary>A fresh token in place of the unused one before it; null when somebody owns this Doorward already.</summary>
    public async Task<string?> Create(CancellationToken cancellation)
    {
        var token = Secret.Create();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition("LOCK TABLE accounts.owner_links IN EXCLUSIVE MODE", transaction: transaction, cancellationToken: cancellation));
        await connection.ExecuteAsync(new CommandDefinition(Forget, transaction: transaction, cancellationToken: cancellation));
        var made = await connection.ExecuteAsync(new CommandDefinition(
            Issue, new { digest = Secret.Digest(token), now = time.GetUtcNow() }, transaction, cancellationToken: cancellation));
        await transaction.CommitAsync(cancellation);
        return made == 1 ? token : null;
    }
}
