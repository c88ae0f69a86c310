using Doorward.Testing;
using Npgsql;

namespace Doorward.Tests.Contracts;

internal static class OwnerLinks
{
    /// <summary>A link for a first owner. The program prints one only while nobody owns it; the contract's tests want to use it later too.</summary>
    public static async Task<string> OwnerLink(this Desk desk)
    {
        var token = $"link-{Guid.CreateVersion7():N}";
        await using var clear = desk.Database.CreateCommand("DELETE FROM accounts.owner_links WHERE used_at IS NULL");
        await clear.ExecuteNonQueryAsync();
        await using var link = desk.Database.CreateCommand(
            "INSERT INTO accounts.owner_links (token_digest, created_at) VALUES (sha256(convert_to($1, 'UTF8')), now())");
        link.Parameters.Add(new NpgsqlParameter<string> { TypedValue = token });
        await link.ExecuteNonQueryAsync();
        return token;
    }
}
