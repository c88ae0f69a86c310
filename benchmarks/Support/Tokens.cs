using Doorward.Platform.Identity.SigningKeys;
using Doorward.Platform.Identity.Tokens;
using Npgsql;

namespace Doorward.Benchmarks.Support;

/// <summary>Tokens of Doorward's own issuer for the people of agency.sql.</summary>
internal static class Tokens
{
    public static async Task<string[]> OfApplicants(NpgsqlDataSource database, CancellationToken cancellation)
    {
        var issuer = await SigningKeys.Load(database, TimeProvider.System, cancellation);
        return [.. Enumerable.Range(0, Ids.Applicants).Select(n => issuer.Mint(
            new OwnTokenClaims(Ids.Person(n), $"applicant{n}@bench.test", true, $"Applicant {n}", "bench", "applicant"), TimeSpan.FromHours(2)))];
    }

    public static async Task<string[]> OfAgents(NpgsqlDataSource database, CancellationToken cancellation)
    {
        var issuer = await SigningKeys.Load(database, TimeProvider.System, cancellation);
        return [.. Enumerable.Range(0, Ids.Agents).Select(n => issuer.Mint(
            new OwnTokenClaims(Ids.Agent(n), $"agent{n}@bench.test", true, $"Agent {n}", "bench", "agent"), TimeSpan.FromHours(2)))];
    }
}
