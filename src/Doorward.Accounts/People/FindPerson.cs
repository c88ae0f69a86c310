using Doorward.Platform.Http;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Accounts.People;

/// <summary>The person behind a sign-in, whether or not they belong to an organization.</summary>
internal static class FindPerson
{
    public static Refusal Nobody { get; } = new("no_such_person", 404, "Nobody is known by this sign-in yet.");

    public static async Task<Guid?> By(VerifiedToken token, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Sql.Of(typeof(FindPerson)));
        command.Parameters.Add(Reads.Is(token.Issuer));
        command.Parameters.Add(Reads.Is(token.Subject));
        return (Guid?)await command.ExecuteScalarAsync(cancellation);
    }
}
