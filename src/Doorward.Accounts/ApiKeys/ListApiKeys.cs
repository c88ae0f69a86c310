using System.ComponentModel;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.ApiKeys;

/// <summary>A page of keys, the oldest first.</summary>
internal sealed record ApiKeysAnswer(
    [property: Description("The keys that nobody has revoked, the oldest first.")] IReadOnlyList<ApiKey> ApiKeys,
    [property: Description("Where the next page begins; null at the end.")] string? NextCursor);

internal static class ListApiKeys
{
    public static void Map(IEndpointRouteBuilder keys) => keys
        .MapGet("/", Handle)
        .RequireOwner()
        .Answers(new ApiKeysAnswer([ApiKey.Example], null))
        .WithName("listApiKeys")
        .WithSummary("List API keys")
        .WithDescription("Those of the agency that nobody has revoked, expired ones among them, and when each was used last.");

    private static async Task<Results<Ok<ApiKeysAnswer>, ProblemHttpResult>> Handle(
        Caller caller, NpgsqlDataSource database, [AsParameters] PageQuery page, CancellationToken cancellation)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal.AsProblem();
        }

        var after = Guid.Empty;
        if (page.Cursor is not null && !Cursor.TryRead("api-keys", page.Cursor, out after))
        {
            return Cursor.Invalid.AsProblem();
        }

        var rows = await database.List(
            Sql.Of(typeof(ListApiKeys)), row => ApiKey.Read(row, 0), cancellation,
            Reads.Is(caller.OrganizationId), Reads.Is(after), Reads.Is(page.Take + 1));
        var (keys, next) = Page.Of(rows, page.Take, key => Cursor.Of("api-keys", key.Id));
        return TypedResults.Ok(new ApiKeysAnswer(keys, next));
    }
}
