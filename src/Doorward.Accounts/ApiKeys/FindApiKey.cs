using System.Collections.Frozen;
using Doorward.Accounts.SignIn;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Accounts.ApiKeys;

/// <summary>Who sends an API key: the key itself, a member of its agency that may do what its scopes say.</summary>
internal sealed class FindApiKey(NpgsqlDataSource database, CallerDirectory callers, TimeProvider time) : IBearerSource
{
    /// <summary>The issuer that its callers seem to come from; no token can, as no issuer is trusted under this name.</summary>
    public const string Issuer = "doorward:api-keys";

    private static readonly int Length = ApiKey.NewSecret().Length;

    private readonly AccessMemory<string, Known> _known = new(callers, time);

    public bool IsOne(string bearer) => bearer.StartsWith(ApiKey.Prefix, StringComparison.Ordinal);

    public async ValueTask<Identified> Identify(string bearer, CancellationToken cancellation)
    {
        if (bearer.Length != Length)
        {
            return new Identified(null, null, KeyScope.Unknown);
        }

        // Remembered by its digest: a dump of the memory shows no secret.
        var digest = LinkTokens.Digest(bearer);
        var name = Convert.ToHexString(digest);
        var known = _known.Find(name) ?? await Ask(name, digest, cancellation);
        return known is not null && known.Token.ExpiresAt > time.GetUtcNow()
            ? new Identified(known.Token, known.Caller, null)
            : new Identified(null, null, KeyScope.Unknown);
    }

    private async Task<Known?> Ask(string name, byte[] digest, CancellationToken cancellation)
    {
        var generation = _known.Generation;
        var found = await database.One(Sql.Of<FindApiKey>(), Read, cancellation, Reads.Is(digest), Reads.Is(time.GetUtcNow()));
        if (found is not null)
        {
            _known.Remember(name, found, generation);
        }

        return found;
    }

    private static Known Read(NpgsqlDataReader row)
    {
        var (id, organization) = (row.GetGuid(0), row.GetGuid(1));
        var expires = row.IsDBNull(3) ? DateTimeOffset.MaxValue : row.GetFieldValue<DateTimeOffset>(3);
        return new Known(
            new VerifiedToken(Issuer, id.ToString(), null, false, null, organization.ToString(), null, expires),
            new Caller(id, organization, Role.Agent) { Scopes = row.GetFieldValue<string[]>(2).ToFrozenSet(StringComparer.Ordinal) });
    }

    private sealed record Known(VerifiedToken Token, Caller Caller);
}
