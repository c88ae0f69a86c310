using System.ComponentModel;
using Doorward.Accounts.People;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.SignIn.Sessions;

internal sealed record MoveSessionRequest([property: Description("One of the agencies of listMyOrganizations.")] Guid? OrganizationId)
{
    public static MoveSessionRequest Example { get; } = new(Organizations.Organization.Example.Id);
}

/// <summary>Whoever works for several agencies says for which of them a session in a browser is.</summary>
internal static class MoveSession
{
    private static readonly Refusals Refusals = new(
        FindPerson.Nobody, new Refusal("no_such_session", 404, "You have no such session."),
        new Refusal("not_your_organization", 404, "You belong to no such agency."));

    public static void Map(IEndpointRouteBuilder sessions) => sessions
        .MapPut("/{id:guid}/organization", Handle)
        .RequireSignedIn()
        .Refuses(Refusals)
        .Takes(MoveSessionRequest.Example)
        .WithName("moveSession")
        .WithSummary("Go over to another agency")
        .WithDescription("From now on a session acts for that agency, on every node. Open sockets and streams stay with the one for which they were opened; "
            + "tokens and API keys name their own and are not affected.");

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        [Description("The session's id.")] Guid id, MoveSessionRequest request, HttpContext context, NpgsqlDataSource database, StaffSessions sessions,
        CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var organization = errors.Id("organization_id", request.OrganizationId);
        if (errors.Any)
        {
            return errors.AsProblem();
        }

        if (await FindPerson.By(context.Features.Get<VerifiedToken>()!, database, cancellation) is not { } person)
        {
            return FindPerson.Nobody.AsProblem();
        }

        var outcome = await sessions.Move(person, id, organization, cancellation);
        return outcome is "moved" ? TypedResults.NoContent() : Refusals.Of(outcome);
    }
}
