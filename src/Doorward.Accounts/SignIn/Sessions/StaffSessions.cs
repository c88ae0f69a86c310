using Doorward.Platform.Events.Log;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Npgsql;

namespace Doorward.Accounts.SignIn.Sessions;

/// <summary>The session that a request came with.</summary>
internal sealed record CurrentSession(Guid Id, Guid PersonId);

/// <summary>Who has signed in with a browser: begun on the pages, known by a cookie, ended here or from anywhere.</summary>
internal sealed class StaffSessions(NpgsqlDataSource database, CallerDirectory callers, LogSignal committed, TimeProvider time) : ISessionSource
{
    private static readonly string FindText = Read("FindSession.sql");
    private static readonly string RotateText = Read("RotateSession.sql");
    private static readonly string StartText = Read("StartSession.sql");
    private static readonly string EndText = Read("EndSession.sql");
    private static readonly string MoveText = Read("MoveSession.sql");

    private readonly AccessMemory<string, Known> _known = new(callers, time);

    /// <summary>Begins one, with a secret that nobody knew before. The one that the browser had before ends.</summary>
    public async Task Start(HttpContext context, Guid personId, CancellationToken cancellation)
    {
        var (secret, now) = (SessionCookie.NewSecret(), time.GetUtcNow());
        var before = SessionCookie.Read(context.Request) is { } old ? LinkTokens.Digest(old) : [];
        var browser = new string([.. context.Request.Headers.UserAgent.ToString().Where(letter => letter is >= ' ' and <= '~').Take(200)]);
        await database.List(
            StartText, row => row.GetGuid(0), cancellation,
            Reads.Is(Guid.CreateVersion7()), Reads.Is(personId), Reads.Is(LinkTokens.Digest(secret)), Reads.Is(before), Reads.Is(browser), Reads.Is(now),
            Reads.Is(now + SessionRules.Longest), Reads.Is(DoorwardTelemetry.Traceparent));
        committed.Pulse();
        callers.Forget();
        SessionCookie.Write(context, secret, now + SessionRules.Longest);
    }

    /// <summary>Ends one's own; null ends all but <paramref name="except"/>. False: there is no such session of theirs.</summary>
    public async Task<bool> End(Guid personId, Guid? id, Guid? except, CancellationToken cancellation)
    {
        var ended = await database.List(
            EndText, row => row.GetGuid(0), cancellation, Reads.Is(personId), Reads.Is(id), Reads.Is(except), Reads.Is(DoorwardTelemetry.Traceparent));
        committed.Pulse();
        callers.Forget();
        return ended.Count > 0;
    }

    /// <summary>Has one's own act for another of one's agencies; otherwise says why not.</summary>
    public async Task<string> Move(Guid personId, Guid id, Guid organizationId, CancellationToken cancellation)
    {
        var outcome = await database.List(
            MoveText, row => row.GetString(0), cancellation, Reads.Is(id), Reads.Is(personId), Reads.Is(organizationId), Reads.Is(DoorwardTelemetry.Traceparent));
        committed.Pulse();
        callers.Forget();
        return outcome[0];
    }

    /// <inheritdoc/>
    public async ValueTask<VerifiedToken?> Find(HttpContext context, CancellationToken cancellation)
    {
        if (SessionCookie.Read(context.Request) is not { } secret)
        {
            return null;
        }

        var digest = LinkTokens.Digest(secret);
        var name = Convert.ToHexString(digest);
        var known = _known.Find(name) ?? await Ask(context, name, digest, cancellation);
        if (known is null || known.EndsAt <= time.GetUtcNow())
        {
            return null;
        }

        context.Features.Set(known.Session);
        return known.Token;
    }

    private async Task<Known?> Ask(HttpContext context, string name, byte[] digest, CancellationToken cancellation)
    {
        var (generation, now) = (_known.Generation, time.GetUtcNow());
        var found = await database.One(
            FindText, Known.Read, cancellation, Reads.Is(digest), Reads.Is(now), Reads.Is(now - SessionRules.Idle), Reads.Is(now - SessionRules.Grace));
        if (found is null)
        {
            return null;
        }

        if (found.RotatedAt <= now - SessionRules.Rotation && found.IsNewest && MayRotate(context))
        {
            await Rotate(context, found, digest, now, cancellation);
        }
        else
        {
            _known.Remember(name, found, generation);
        }

        return found;
    }

    // Of two requests at once one rotates; the other goes on with the secret before, which is good for a moment.
    private async Task Rotate(HttpContext context, Known found, byte[] digest, DateTimeOffset now, CancellationToken cancellation)
    {
        var secret = SessionCookie.NewSecret();
        var rotated = await database.List(
            RotateText, row => row.GetGuid(0), cancellation, Reads.Is(found.Session.Id), Reads.Is(digest), Reads.Is(LinkTokens.Digest(secret)), Reads.Is(now));
        if (rotated.Count == 1)
        {
            SessionCookie.Write(context, secret, found.Token.ExpiresAt);
        }
    }

    private static bool MayRotate(HttpContext context) =>
        !context.Response.HasStarted && context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true };

    private static string Read(string name) => Sql.Read(typeof(StaffSessions).Assembly, "SignIn/Sessions/" + name);

    private sealed record Known(VerifiedToken Token, CurrentSession Session, DateTimeOffset RotatedAt, DateTimeOffset EndsAt, bool IsNewest)
    {
        public static Known Read(NpgsqlDataReader row)
        {
            var (person, ends) = (row.GetGuid(1), row.GetFieldValue<DateTimeOffset>(4));
            var idleUntil = row.GetFieldValue<DateTimeOffset>(5) + SessionRules.Idle;
            return new Known(
                new VerifiedToken(OwnIssuer.Name, person.ToString(), null, false, null, row.IsDBNull(2) ? null : row.GetGuid(2).ToString(), null, ends),
                new CurrentSession(row.GetGuid(0), person), row.GetFieldValue<DateTimeOffset>(3), idleUntil < ends ? idleUntil : ends, row.GetBoolean(6));
        }
    }
}
