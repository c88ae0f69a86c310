using System.ComponentModel;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.Invitations;

/// <summary>A page of open invitations, the oldest first.</summary>
internal sealed record InvitationsAnswer(
    [property: Description("The invitations, the oldest first.")] IReadOnlyList<Invitation> Invitations,
    [property: Description("Where the next page begins; null at the end.")] string? NextCursor);

internal static class ListInvitations
{
    public static void Map(IEndpointRouteBuilder invitations) => invitations
        .MapGet("/", Handle)
        .RequireOwner()
        .Answers(new InvitationsAnswer([Invitation.Example], null))
        .WithName("listInvitations")
        .WithSummary("List open invitations")
        .WithDescription("Those that nobody has accepted or revoked, expired ones among them: they can be sent again.");

    private static async Task<Results<Ok<InvitationsAnswer>, ProblemHttpResult>> Handle(
        Caller caller, NpgsqlDataSource database, [AsParameters] PageQuery page, CancellationToken cancellation)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal.AsProblem();
        }

        var after = Guid.Empty;
        if (page.Cursor is not null && !Cursor.TryRead("invitations", page.Cursor, out after))
        {
            return Cursor.Invalid.AsProblem();
        }

        var rows = await database.List(
            Sql.Of(typeof(ListInvitations)), row => Invitation.Read(row, 0), cancellation,
            Reads.Is(caller.OrganizationId), Reads.Is(after), Reads.Is(page.Take + 1));
        var (invitations, next) = Page.Of(rows, page.Take, invitation => Cursor.Of("invitations", invitation.Id));
        return TypedResults.Ok(new InvitationsAnswer(invitations, next));
    }
}
