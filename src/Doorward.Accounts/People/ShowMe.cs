using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.People;

internal static class ShowMe
{
    private static readonly Refusals Refusals = new(FindPerson.Nobody);

    public static void Map(IEndpointRouteBuilder me) => me
        .MapGet("/", Handle)
        .RequireSignedIn()
        .Refuses(Refusals)
        .Answers(new ProfileAnswer(Profile.Example))
        .WithName("showMe")
        .WithSummary("Show one's profile")
        .WithDescription("Of whoever the token or the session is, whether or not they belong to an agency.");

    private static async Task<Results<Ok<ProfileAnswer>, ProblemHttpResult>> Handle(
        HttpContext context, NpgsqlDataSource database, CancellationToken cancellation)
    {
        var token = context.Features.Get<VerifiedToken>()!;
        return await database.One(
            Sql.Of(typeof(ShowMe)), row => Profile.Read(row, 0), cancellation, Reads.Is(token.Issuer), Reads.Is(token.Subject)) is { } me
            ? TypedResults.Ok(new ProfileAnswer(me))
            : FindPerson.Nobody.AsProblem();
    }
}
