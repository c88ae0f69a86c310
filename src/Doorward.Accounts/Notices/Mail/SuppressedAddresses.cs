using Dapper;
using Npgsql;

namespace Doorward.Accounts.Notices.Mail;

/// <summary>Addresses that are not mailed any more, for the operator: who knows an address can ask about it and lift it; nobody can list them.</summary>
public sealed class SuppressedAddresses(NpgsqlDataSource database)
{
    /// <summary>Why and since when an address is suppressed; null when it is not.</summary>
    public async Task<(string Reason, DateTimeOffset Since)?> Find(string address, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var found = await connection.QuerySingleOrDefaultAsync<Suppressed>(new CommandDefinition(
            "SELECT reason, suppressed_at FROM accounts.suppressed_addresses WHERE digest = accounts.address_digest(@address)", new { address }, cancellationToken: cancellation));
        return found is null ? null : (found.Reason, found.SuppressedAt);
    }

    /// <summary>Lets an address be mailed again. False: it was not suppressed.</summary>
    public async Task<bool> Lift(string address, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM accounts.suppressed_addresses WHERE digest = accounts.address_digest(@address)", new { address }, cancellationToken: cancellation)) > 0;
    }

    private sealed record Suppressed(string Reason, DateTimeOffset SuppressedAt);
}
