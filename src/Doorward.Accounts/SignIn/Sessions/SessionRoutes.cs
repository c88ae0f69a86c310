using System.ComponentModel;
using Doorward.Accounts.People;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.SignIn.Sessions;

/// <summary>One's session in a browser.</summary>
internal sealed record Session(
    [property: Description("The session's id.")] Guid Id,
    [property: Description("What the browser calls itself.")] string Browser,
    [property: Description("Whether this request came with it.")] bool IsCurrent,
    [property: Description("The agency for which it acts; null while one belongs to none.")] Guid? OrganizationId,
    [property: Description("When it was begun.")] DateTimeOffset CreatedAt,
    [property: Description("When it was used last, give or take a minute.")] DateTimeOffset SeenAt,
    [property: Description("When it ends, however much it is used.")] DateTimeOffset EndsAt)
{
    public static Session Example { get; } = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c80"), "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", true,
        Organizations.Organization.Example.Id,
        new DateTimeOffset(2026, 11, 16, 8, 20, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 16, 9, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 30, 8, 20, 0, TimeSpan.Zero));
}

/// <summary>One's sessions.</summary>
internal sealed record SessionsAnswer([property: Description("The newest first.")] IReadOnlyList<Session> Sessions);

/// <summary>One sees where one is signed in, and ends what one does not know.</summary>
internal static class SessionRoutes
{
    private static readonly string ListText = Sql.Read(typeof(SessionRoutes).Assembly, "SignIn/Sessions/ListSessions.sql");

    private static readonly Refusals Refusals = new(
        FindPerson.Nobody, new Refusal("no_such_session", 404, "You have no such session."));

    public static void Map(IEndpointRouteBuilder sessions)
    {
        sessions.MapGet("/", List)
            .RequireSignedIn()
            .Refuses(new Refusals(FindPerson.Nobody))
            .Answers(new SessionsAnswer([Session.Example]))
            .WithName("listSessions")
            .WithSummary("List one's sessions")
            .WithDescription("Where one is signed in with a browser now.");
        MoveSession.Map(sessions);
        sessions.MapDelete("/{id:guid}", EndOne)
            .RequireSignedIn()
            .Refuses(Refusals)
            .WithName("endSession")
            .WithSummary("End a session")
            .WithDescription("Signs a browser out, at once and on every node.");
        sessions.MapDelete("/", EndOthers)
            .RequireSignedIn()
            .Refuses(new Refusals(FindPerson.Nobody))
            .WithName("endOtherSessions")
            .WithSummary("End all other sessions")
            .WithDescription("Signs every browser out but the one that asks; asked with a token, all of them.");
    }

    public static async Task<IReadOnlyList<Session>> Of(Guid person, Guid? current, NpgsqlDataSource database, TimeProvider time, CancellationToken cancellation) =>
        await database.List(
            ListText,
            row => new Session(
                row.GetGuid(0), row.GetString(1), row.GetGuid(0) == current, row.IsDBNull(5) ? null : row.GetGuid(5), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3),
                row.GetFieldValue<DateTimeOffset>(4)),
            cancellation, Reads.Is(person), Reads.Is(time.GetUtcNow()), Reads.Is(time.GetUtcNow() - SessionRules.Idle));

    private static async Task<Results<Ok<SessionsAnswer>, ProblemHttpResult>> List(
        HttpContext context, NpgsqlDataSource database, TimeProvider time, CancellationToken cancellation) =>
        await Person(context, database, cancellation) is { } person
            ? TypedResults.Ok(new SessionsAnswer(await Of(person, context.Features.Get<CurrentSession>()?.Id, database, time, cancellation)))
            : FindPerson.Nobody.AsProblem();

    private static async Task<Results<NoContent, ProblemHttpResult>> EndOne(
        [Description("The session's id.")] Guid id, HttpContext context, NpgsqlDataSource database, StaffSessions sessions, CancellationToken cancellation) =>
        await Person(context, database, cancellation) is not { } person ? FindPerson.Nobody.AsProblem()
            : await sessions.End(person, id, null, cancellation) ? TypedResults.NoContent()
            : Refusals.Of("no_such_session");

    private static async Task<Results<NoContent, ProblemHttpResult>> EndOthers(
        HttpContext context, NpgsqlDataSource database, StaffSessions sessions, CancellationToken cancellation)
    {
        if (await Person(context, database, cancellation) is not { } person)
        {
            return FindPerson.Nobody.AsProblem();
        }

        await sessions.End(person, null, context.Features.Get<CurrentSession>()?.Id, cancellation);
        return TypedResults.NoContent();
    }

    private static Task<Guid?> Person(HttpContext context, NpgsqlDataSource database, CancellationToken cancellation) =>
        FindPerson.By(context.Features.Get<VerifiedToken>()!, database, cancellation);
}
