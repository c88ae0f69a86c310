using Doorward.Accounts.Members;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.People;

internal static class EraseMe
{
    private static readonly Refusals Refusals = new(Owners.Last);

    public static void Map(IEndpointRouteBuilder me) => me
        .MapDelete("/", Handle)
        .RequireSignedIn()
        .Refuses(Refusals)
        .WithName("eraseMe")
        .WithSummary("Be erased")
        .WithDescription("Removes sign-ins, sessions, password, devices, files and everything personal, at once and for good. Visits keep their place "
            + "under a pseudonym, and the audit trail tells that it happened. Whoever signs in again is somebody new. The last owner of an agency "
            + "must make somebody else an owner first. It is no fault to be unknown already.");

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        HttpContext context, NpgsqlDataSource database, Erasure erasure, CancellationToken cancellation)
    {
        var person = await FindPerson.By(context.Features.Get<VerifiedToken>()!, database, cancellation);
        return person is null || await erasure.Erase(person.Value, cancellation)
            ? TypedResults.NoContent()
            : Refusals.Of(Owners.Last.Code);
    }
}
