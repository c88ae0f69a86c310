using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.Organizations;

internal static class ShowOrganization
{
    public static void Map(IEndpointRouteBuilder organization) => organization
        .MapGet("/", Handle)
        .RequireCaller()
        .Answers(new OrganizationAnswer(Organization.Example))
        .WithName("showOrganization")
        .WithSummary("Show one's agency")
        .WithDescription("The agency that the caller belongs to, as staff or as an applicant.");

    private static async Task<Results<Ok<OrganizationAnswer>, ProblemHttpResult>> Handle(
        Caller caller, NpgsqlDataSource database, CancellationToken cancellation) =>
        await database.One(Sql.Of(typeof(ShowOrganization)), row => Organization.Read(row, 0), cancellation, Reads.Is(caller.OrganizationId)) is { } found
            ? TypedResults.Ok(new OrganizationAnswer(found))
            : StandardRefusals.NotFound.AsProblem();
}
