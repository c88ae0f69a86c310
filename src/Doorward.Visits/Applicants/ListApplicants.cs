using System.ComponentModel;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Visits.Applicants;

/// <summary>A page of applicants, in the order in which they were accepted.</summary>
internal sealed record ApplicantsAnswer(
    [property: Description("The applicants, in the order in which they were accepted.")] IReadOnlyList<Applicant> Applicants,
    [property: Description("Where the next page begins; null at the end.")] string? NextCursor);

internal static class ListApplicants
{
    private const string List = "applicants";

    public static void Map(IEndpointRouteBuilder applicants) => applicants
        .MapGet("/", Handle)
        .RequireStaff()
        .Answers(new ApplicantsAnswer([Applicant.Example], null))
        .WithName("listApplicants")
        .WithSummary("List applicants")
        .WithDescription("Everybody whom the agency has accepted.");

    private static async Task<Results<Ok<ApplicantsAnswer>, ProblemHttpResult>> Handle(
        Caller caller, NpgsqlDataSource database, [AsParameters] PageQuery page, CancellationToken cancellation)
    {
        if (page.Begin(List, out var after) is { } no)
        {
            return no;
        }

        var rows = await database.List(
            Sql.Of(typeof(ListApplicants)), row => Applicant.Read(row, 0), cancellation,
            Reads.Is(caller.OrganizationId), Reads.Is(after), Reads.Is(page.Take + 1));
        var (applicants, next) = Page.Of(rows, page, List, applicant => applicant.Id);
        return TypedResults.Ok(new ApplicantsAnswer(applicants, next));
    }
}
