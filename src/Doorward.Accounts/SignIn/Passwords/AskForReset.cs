using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Npgsql;

namespace Doorward.Accounts.SignIn.Passwords;

/// <summary>Somebody has forgotten their password. What they are told is the same whether or not there is such an account; the mail tells the rest.</summary>
internal sealed class AskForReset(NpgsqlDataSource database, LinkTokens links, LogSignal committed, TimeProvider time)
{
    /// <summary>The purpose of its link.</summary>
    public const string Link = "reset";

    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    public async Task Ask(string address, CancellationToken cancellation)
    {
        var (id, now) = (Guid.CreateVersion7(), time.GetUtcNow());
        await database.List(
            Sql.Of<AskForReset>(), row => row.GetGuid(0), cancellation,
            Reads.Is(address.Trim().ToLowerInvariant()), Reads.Is(id), Reads.Is(LinkTokens.Digest(links.For(Link, id))), Reads.Is(now), Reads.Is(now + GoodFor),
            Reads.Is(DoorwardTelemetry.Traceparent));
        committed.Pulse();
    }
}
