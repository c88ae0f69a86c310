using System.ComponentModel;
using Doorward.Accounts.Files.Stores;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.Files;

internal sealed record FileAnswer(
    [property: Description("The file.")] StoredFile File,
    [property: Description("How to fetch its bytes; null while it is pending.")] SignedRequest? Download);

internal static class ShowFile
{
    private static readonly Refusal NoSuchFile = new("no_such_file", 404, "There is no such file.");

    public static void Map(IEndpointRouteBuilder files) => files
        .MapGet("/{id:guid}", Handle)
        .RequireCaller()
        .Refuses(new Refusals(NoSuchFile))
        .Answers(new FileAnswer(StoredFile.Example, SignedRequest.Download))
        .WithName("showFile")
        .WithSummary("Show a file")
        .WithDescription("One of the caller's own files, and a signed address to fetch it from.");

    /// <summary>A file of the caller's own.</summary>
    public static Task<StartedUpload?> Find(NpgsqlDataSource database, Caller caller, Guid id, CancellationToken cancellation) => database.One(
        Sql.Of(typeof(ShowFile)), row => new StartedUpload(StoredFile.Read(row, 0), KeptFileRow.Read(row, 10)), cancellation,
        Reads.Is(caller.OrganizationId), Reads.Is(caller.PersonId), Reads.Is(id));

    private static async Task<Results<Ok<FileAnswer>, ProblemHttpResult>> Handle(
        [Description("The file's id.")] Guid id, Caller caller, HttpRequest http, NpgsqlDataSource database, IObjectStore store, CancellationToken cancellation)
    {
        var found = await Find(database, caller, id, cancellation);
        return found is null
            ? NoSuchFile.AsProblem()
            : TypedResults.Ok(new FileAnswer(found.File, found.Kept.Object is null ? null : store.Download(found.Kept, http.Home())));
    }
}
