using System.ComponentModel;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.Files;

/// <summary>A page of files.</summary>
internal sealed record FilesAnswer(
    [property: Description("The files, in the order in which they were announced.")] IReadOnlyList<StoredFile> Files,
    [property: Description("Where the next page begins; null at the end.")] string? NextCursor);

internal static class ListFiles
{
    private const string List = "files";

    public static void Map(IEndpointRouteBuilder files) => files
        .MapGet("/", Handle)
        .RequireCaller()
        .Answers(new FilesAnswer([StoredFile.Example], null))
        .WithName("listFiles")
        .WithSummary("List one's own files")
        .WithDescription("The caller's own files, pending ones included.");

    private static async Task<Results<Ok<FilesAnswer>, ProblemHttpResult>> Handle(
        Caller caller, NpgsqlDataSource database, [AsParameters] PageQuery page, CancellationToken cancellation)
    {
        if (page.Begin(List, out var after) is { } no)
        {
            return no;
        }

        var rows = await database.List(
            Sql.Of(typeof(ListFiles)), row => StoredFile.Read(row, 0), cancellation,
            Reads.Is(caller.OrganizationId), Reads.Is(caller.PersonId), Reads.Is(after), Reads.Is(page.Take + 1));
        var (files, next) = Page.Of(rows, page, List, file => file.Id);
        return TypedResults.Ok(new FilesAnswer(files, next));
    }
}
