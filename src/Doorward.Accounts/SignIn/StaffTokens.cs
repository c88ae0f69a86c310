using Dapper;
using Doorward.Platform.Identity.Tokens;
using Npgsql;

namespace Doorward.Accounts.SignIn;

/// <summary>Bearer tokens for members, minted by the operator on the machine itself.</summary>
public sealed class StaffTokens(NpgsqlDataSource database, OwnIssuer issuer)
{
    private const string Find = """
        SELECT p.id, p.name, m.role FROM accounts.members m
        JOIN accounts.organizations o ON o.id = m.organization_id
        JOIN accounts.people p ON p.id = m.person_id
        WHERE o.slug = @organization AND m.left_at IS NULL AND m.kind = 'person'
          AND lower(@who) IN (p.id::text, lower(p.email), lower(p.name), lower(split_part(p.name, ' ', 1)))
        ORDER BY p.id
        """;

    private const string SignIn = """
        INSERT INTO accounts.sign_ins (issuer, subject, person_id, created_at) VALUES ('doorward', @id::text, @id, now())
        ON CONFLICT (issuer, subject) DO NOTHING
        """;

    /// <summary>A token for the one member of that name, first name, address or id.</summary>
    /// <returns>The token; or null and a sentence that says why not.</returns>
    public async Task<(string? Token, string? Problem)> Mint(string organization, string who, TimeSpan lifetime, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var found = (await connection.QueryAsync<Member>(new CommandDefinition(Find, new { organization, who }, cancellationToken: cancellation))).ToList();
        if (found is not [var member])
        {
            return (null, found.Count == 0
                ? $"The organization {organization} has no member called {who}."
                : $"The organization {organization} has {found.Count} members called {who}: name one by e-mail address.");
        }

        await connection.ExecuteAsync(new CommandDefinition(SignIn, new { member.Id }, cancellationToken: cancellation));
        return (issuer.Mint(new OwnTokenClaims(member.Id.ToString(), null, false, member.Name, organization, member.Role), lifetime), null);
    }

    private sealed record Member(Guid Id, string Name, string Role);
}
