using Doorward.Accounts.Files.Stores;
using Doorward.Platform.Http;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Npgsql;

namespace Doorward.Accounts.Files;

/// <summary>
/// The signed addresses of the folder store: <c>PUT</c> and <c>GET /files/{id}</c>. They take no token; the signature is for one method on one file. They are
/// not in the API document, as those of an S3 store are not: whoever has one was given it whole.
/// </summary>
internal static class Content
{
    private static readonly Refusal BadAddress = new("address_not_good", 403, "This address was not signed for this, or has expired. Ask for a new one.");
    private static readonly Refusal NoSuchFile = new("no_such_file", 404, "There is no such file.");
    private static readonly Refusal WrongHeaders = new("upload_wrong_headers", 400, "Send the headers that announcing the file answered, as they are.");
    private static readonly Refusal WrongSize = new("upload_wrong_size", 400, "These are not as many bytes as were announced. Nothing was kept.");
    private static readonly Refusal WrongDigest = new("upload_wrong_digest", 400, "These bytes do not have the SHA-256 that was announced. Nothing was kept.");

    // What a browser does with it when it is opened: show a picture or save a file, and run nothing.
    private const string Sandbox = "default-src 'none'; sandbox; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder pages, FileSettings settings)
    {
        // As long as the address is good, and not the 30 seconds of a JSON answer: a slow line is no fault. Kestrel cuts off who sends next to nothing.
        pages.MapPut("/files/{id:guid}", Put).AllowAnonymous().ExcludeFromDescription().DisableRequestTimeout()
            .WithBodyLimit(Math.Max(settings.PhotoBytes, settings.AttachmentBytes));
        pages.MapGet("/files/{id:guid}", Get).AllowAnonymous().ExcludeFromDescription().DisableRequestTimeout();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Put(
        Guid id, HttpRequest request, NpgsqlDataSource database, IObjectStore store, TimeProvider time, CancellationToken cancellation)
    {
        if (store is not FolderStore folder || !IsSigned(folder, HttpMethod.Put, id, request))
        {
            return BadAddress.AsProblem();
        }

        if (await Find(database, id, cancellation) is not { Object: null } file)
        {
            return NoSuchFile.AsProblem();
        }

        if (request.ContentLength != file.Bytes || request.ContentType != file.ContentType)
        {
            return WrongHeaders.AsProblem();
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Later(file.UploadUntil - time.GetUtcNow()));
        return await folder.Receive(file.Upload, request.Body, file.Bytes, file.Sha256, patience.Token) switch
        {
            null => TypedResults.NoContent(),
            WrongBytes.Count => WrongSize.AsProblem(),
            _ => WrongDigest.AsProblem(),
        };
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Get(
        Guid id, HttpContext context, NpgsqlDataSource database, IObjectStore store, CancellationToken cancellation)
    {
        if (store is not FolderStore folder || !IsSigned(folder, HttpMethod.Get, id, context.Request))
        {
            return BadAddress.AsProblem();
        }

        if (await Find(database, id, cancellation) is not { Object: { } key } file || await folder.Read(key, cancellation) is not { } stored)
        {
            return NoSuchFile.AsProblem();
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Sandbox;
        headers.ContentDisposition = Disposition.Of(file);
        headers.CacheControl = "private, max-age=900, immutable";
        return TypedResults.Stream(
            stored.Content, file.ContentType, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(file.Sha256!)}\""), enableRangeProcessing: true);
    }

    private static bool IsSigned(FolderStore folder, HttpMethod method, Guid id, HttpRequest request) =>
        folder.IsSigned(method, id, request.Query["expires"], request.Query["signature"]);

    private static TimeSpan Later(TimeSpan until) => until > TimeSpan.FromSeconds(1) ? until : TimeSpan.FromSeconds(1);

    private static Task<KeptFile?> Find(NpgsqlDataSource database, Guid id, CancellationToken cancellation) =>
        database.One(Sql.Of(typeof(Content)), row => KeptFileRow.Read(row, 0), cancellation, Reads.Is(id));
}
