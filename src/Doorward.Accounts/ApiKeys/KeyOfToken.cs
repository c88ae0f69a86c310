using System.Collections.Frozen;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Accounts.ApiKeys;

/// <summary>
/// Who a key is that was found before: what a stream or a socket stands on is asked again whenever somebody's access changes, and the secret is gone
/// by then.
/// </summary>
internal sealed class KeyOfToken(NpgsqlDataSource database, TimeProvider time) : ICallerSource
{
    public int Order => 50;

    public async ValueTask<IReadOnlyList<Caller>> Find(VerifiedToken token, CancellationToken cancellation)
    {
        if (token.Issuer != FindApiKey.Issuer)
        {
            return [];
        }

        var (id, organization) = (Guid.Parse(token.Subject), Guid.Parse(token.Organization!));
        return await database.List(
            Sql.Of<KeyOfToken>(),
            row => new Caller(id, organization, Role.Agent) { Scopes = row.GetFieldValue<string[]>(0).ToFrozenSet(StringComparer.Ordinal) },
            cancellation, Reads.Is(organization), Reads.Is(id), Reads.Is(time.GetUtcNow()));
    }
}
