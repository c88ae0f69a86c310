using System.ComponentModel;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.Members;

/// <summary>A page of members, whoever was known first.</summary>
internal sealed record MembersAnswer(
    [property: Description("The members, in the order of their ids.")] IReadOnlyList<Member> Members,
    [property: Description("Where the next page begins; null at the end.")] string? NextCursor);

internal static class ListMembers
{
    public static void Map(IEndpointRouteBuilder members) => members
        .MapGet("/", Handle)
        .RequireStaff()
        .Answers(new MembersAnswer([Member.Example], null))
        .WithName("listMembers")
        .WithSummary("List the staff")
        .WithDescription("Who belongs to the agency now. Who has left, and API keys, are not listed.");

    private static async Task<Results<Ok<MembersAnswer>, ProblemHttpResult>> Handle(
        Caller caller, NpgsqlDataSource database, [AsParameters] PageQuery page, CancellationToken cancellation)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal.AsProblem();
        }

        var after = Guid.Empty;
        if (page.Cursor is not null && !Cursor.TryRead("members", page.Cursor, out after))
        {
            return Cursor.Invalid.AsProblem();
        }

        var rows = await database.List(
            Sql.Of(typeof(ListMembers)), row => Member.Read(row, 0), cancellation,
            Reads.Is(caller.OrganizationId), Reads.Is(after), Reads.Is(page.Take + 1));
        var (members, next) = Page.Of(rows, page.Take, member => Cursor.Of("members", member.Id));
        return TypedResults.Ok(new MembersAnswer(members, next));
    }
}
