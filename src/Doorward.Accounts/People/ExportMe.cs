using System.IO.Compression;
using System.Text;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.People;

/// <summary>Everything that is held about somebody, from every module, as a zip that is written as it goes out.</summary>
internal static class ExportMe
{
    private const string Readme = """
        Everything that Doorward holds about you.

        Each .json file is a list (JSON, UTF-8); its folder is the part of Doorward that keeps it. Times are in UTC.
        accounts/activity.json is what the audit trail tells of your acts: ids and times, no names.
        Whatever is not here is not held: of your password only a hash exists, of your sessions only digests.

        ---

        Tudo o que o Doorward guarda sobre si.

        Cada ficheiro .json é uma lista (JSON, UTF-8); a pasta é a parte do Doorward que a guarda. As horas são em UTC.
        accounts/activity.json é o que o registo de auditoria conta dos seus actos: identificadores e horas, sem nomes.
        O que não está aqui não é guardado: da sua palavra-passe existe apenas um hash, das suas sessões apenas resumos.
        """;

    private static readonly Refusals Refusals = new(FindPerson.Nobody);

    public static void Map(IEndpointRouteBuilder me) => me
        .MapGet("/export", Handle)
        .RequireSignedIn()
        .Refuses(Refusals)
        .Produces<byte[]>(StatusCodes.Status200OK, "application/zip")
        .WithName("exportMe")
        .WithSummary("Export everything that is held about one")
        .WithDescription("A zip of JSON files, from every part of Doorward, with a README inside.")
        // the more there is, the longer it takes
        .DisableRequestTimeout();

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Handle(
        HttpContext context, NpgsqlDataSource database, IEnumerable<IPersonalData> personalData, CancellationToken cancellation)
    {
        if (await FindPerson.By(context.Features.Get<VerifiedToken>()!, database, cancellation) is not { } person)
        {
            return FindPerson.Nobody.AsProblem();
        }

        context.Response.Headers.CacheControl = "no-store";
        // The end of a compressed file is written by the archive without waiting, whatever way it is disposed of.
        context.Features.Get<IHttpBodyControlFeature>()?.AllowSynchronousIO = true;
        return TypedResults.Stream(body => Write(person, personalData, body, cancellation), "application/zip", "doorward-export.zip");
    }

    private static async Task Write(Guid person, IEnumerable<IPersonalData> personalData, Stream body, CancellationToken cancellation)
    {
        await using var zip = await ZipArchive.CreateAsync(body, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellation);
        await Add(zip, new ExportedFile("README.txt", (file, token) => file.WriteAsync(Encoding.UTF8.GetBytes(Readme), token).AsTask()), cancellation);
        foreach (var module in personalData)
        {
            await foreach (var file in module.Export(person, cancellation))
            {
                await Add(zip, file, cancellation);
            }
        }
    }

    private static async Task Add(ZipArchive zip, ExportedFile file, CancellationToken cancellation)
    {
        await using var entry = await zip.CreateEntry(file.Path, CompressionLevel.Fastest).OpenAsync(cancellation);
        await file.Write(entry, cancellation);
    }
}
