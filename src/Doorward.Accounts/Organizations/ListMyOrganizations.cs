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

namespace Doorward.Accounts.Organizations;

/// <summary>An agency to whose staff one belongs.</summary>
internal sealed record MyOrganization(
    [property: Description("The agency.")] Organization Organization,
    [property: Description("What one is there: owner or agent.")] string Role,
    [property: Description("Since when.")] DateTimeOffset JoinedAt)
{
    public static MyOrganization Example { get; } = new(Organization.Example, "agent", new DateTimeOffset(2026, 11, 16, 8, 20, 0, TimeSpan.Zero));

    public static MyOrganization Read(NpgsqlDataReader row) => new(Organization.Read(row, 0), row.GetString(4), row.GetFieldValue<DateTimeOffset>(5));
}

/// <summary>The agencies to whose staff one belongs.</summary>
internal sealed record MyOrganizationsAnswer([property: Description("The one that was joined first is first.")] IReadOnlyList<MyOrganization> Organizations);

internal static class ListMyOrganizations
{
    public static void Map(IEndpointRouteBuilder me) => me
        .MapGet("/organizations", Handle)
        .RequireSignedIn()
        .Refuses(new Refusals(FindPerson.Nobody))
        .Answers(new MyOrganizationsAnswer([MyOrganization.Example]))
        .WithName("listMyOrganizations")
        .WithSummary("List one's agencies")
        .WithDescription("Those to whose staff one belongs. A session in a browser is for one of them, and may go over to another; a token names its own.");

    public static Task<IReadOnlyList<MyOrganization>> Of(Guid person, NpgsqlDataSource database, CancellationToken cancellation) =>
        database.List(Sql.Of(typeof(ListMyOrganizations)), MyOrganization.Read, cancellation, Reads.Is(person));

    private static async Task<Results<Ok<MyOrganizationsAnswer>, ProblemHttpResult>> Handle(
        HttpContext context, NpgsqlDataSource database, CancellationToken cancellation) =>
        await FindPerson.By(context.Features.Get<VerifiedToken>()!, database, cancellation) is { } person
            ? TypedResults.Ok(new MyOrganizationsAnswer(await Of(person, database, cancellation)))
            : FindPerson.Nobody.AsProblem();
}
