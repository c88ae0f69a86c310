using Doorward.Platform.Events.Log;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Npgsql;

namespace Doorward.Visits.Applicants;

/// <summary>An applicant who signs in. At the first time they are found by the address that the issuer has verified.</summary>
internal sealed class FindApplicant(NpgsqlDataSource database, LogSignal committed, TimeProvider time) : ICallerSource
{
    private static readonly string Link = Sql.Read(typeof(FindApplicant).Assembly, "Applicants/LinkApplicant.sql");

    public int Order => 200;

    public async ValueTask<IReadOnlyList<Caller>> Find(VerifiedToken token, CancellationToken cancellation)
    {
        var known = await Known(token, cancellation);
        if (known.Count > 0 || token is not { EmailVerified: true, Email: { } email })
        {
            return known;
        }

        try
        {
            await database.List(
                Link, row => row.GetGuid(0), cancellation,
                Reads.Is(token.Issuer), Reads.Is(token.Subject), Reads.Is(email), Reads.Is(token.Name), Reads.Is(Guid.CreateVersion7()),
                Reads.Is(DoorwardTelemetry.Traceparent), Reads.Is(time.GetUtcNow()));
            committed.Pulse();
        }
        catch (PostgresException twin) when (twin.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Two first calls at once: the other one made the person, and the next look finds them.
        }

        return await Known(token, cancellation);
    }

    private async Task<IReadOnlyList<Caller>> Known(VerifiedToken token, CancellationToken cancellation) => await database.List(
        Sql.Of<FindApplicant>(), row => new Caller(row.GetGuid(0), row.GetGuid(1), Role.Applicant), cancellation,
        Reads.Is(token.Issuer), Reads.Is(token.Subject), Reads.Is(token.Organization));
}
