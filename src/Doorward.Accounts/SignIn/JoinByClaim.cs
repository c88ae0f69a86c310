using Doorward.Accounts.People;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Npgsql;

namespace Doorward.Accounts.SignIn;

/// <summary>
/// Somebody whose token names an organization, signed by an issuer that is configured as trusted to: they become an agent at their first
/// call. The organization comes out of the verified token alone, never from a header or a body.
/// </summary>
internal sealed class JoinByClaim(NpgsqlDataSource database, LogSignal committed, TimeProvider time) : ICallerSource
{
    public int Order => 300;

    public async ValueTask<IReadOnlyList<Caller>> Find(VerifiedToken token, CancellationToken cancellation)
    {
        // Doorward's own tokens name an organization only for people who belong to it.
        if (token.Organization is null || token.Issuer == OwnIssuer.Name)
        {
            return [];
        }

        await using var command = database.CreateCommand(Sql.Of<JoinByClaim>());
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = token.Issuer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = token.Subject });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = token.Organization });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = token.Email ?? "" });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TokenFields.Name(token) ?? token.Email ?? token.Subject });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = DoorwardTelemetry.Traceparent });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        try
        {
            var joined = await Members.Read(command, cancellation);
            if (joined.Count > 0)
            {
                committed.Pulse();
                return joined;
            }
        }
        catch (PostgresException twin) when (twin.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another first call at the same time made the person.
        }

        // Or made them a member, on which the statement waits and then does nothing. Who left before is not found.
        return await new FindMember(database).Find(token, cancellation);
    }
}
