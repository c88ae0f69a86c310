using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Accounts.SignIn;

/// <summary>Somebody who is a member already.</summary>
internal sealed class FindMember(NpgsqlDataSource database) : ICallerSource
{
    public int Order => 100;

    public async ValueTask<IReadOnlyList<Caller>> Find(VerifiedToken token, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Sql.Of<FindMember>());
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = token.Issuer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = token.Subject });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = token.Organization });
        return await Members.Read(command, cancellation);
    }
}
