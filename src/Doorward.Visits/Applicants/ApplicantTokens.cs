using Dapper;
using Doorward.Platform.Identity.Tokens;
using Npgsql;

namespace Doorward.Visits.Applicants;

/// <summary>Bearer tokens for applicants, minted by the operator on the machine itself.</summary>
public sealed class ApplicantTokens(NpgsqlDataSource database, OwnIssuer issuer)
{
    private const string Find = """
        SELECT a.id, a.name, a.email FROM visits.applicants a
        JOIN accounts.organizations o ON o.id = a.organization_id
        WHERE o.slug = @organization
          AND lower(@who) IN (a.id::text, lower(a.external_id), lower(a.email), lower(a.name), lower(split_part(a.name, ' ', 1)))
        ORDER BY a.id
        """;

    /// <summary>
    /// A token for the one applicant of that name, first name, address or id. It vouches for their address, as an issuer would; the first call
    /// with it links them.
    /// </summary>
    /// <returns>The token; or null and a sentence that says why not.</returns>
    public async Task<(string? Token, string? Problem)> Mint(string organization, string who, TimeSpan lifetime, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var found = (await connection.QueryAsync<Found>(new CommandDefinition(Find, new { organization, who }, cancellationToken: cancellation))).ToList();
        return found is [var applicant]
            ? (issuer.Mint(new OwnTokenClaims(applicant.Id.ToString(), applicant.Email, true, applicant.Name, organization, "applicant"), lifetime), null)
            : (null, found.Count == 0
                ? $"The organization {organization} has no applicant called {who}."
                : $"The organization {organization} has {found.Count} applicants called {who}: name one by e-mail address.");
    }

    private sealed record Found(Guid Id, string Name, string Email);
}
