using System.Text.Json;
using Doorward.Accounts.Files.Stores;
using Doorward.Accounts.People;
using Doorward.Platform.Http;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Accounts.Files;

/// <summary>A person's files, in every organization: erased with them, and handed out to them.</summary>
internal sealed class FilesOfPerson(NpgsqlDataSource database, IObjectStore store) : IPersonalData
{
    private static readonly string EraseText = Sql.Read(typeof(FilesOfPerson).Assembly, "Files/EraseFiles.sql");

    public async Task Erase(Guid personId, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(EraseText, transaction.Connection, transaction);
        command.Parameters.Add(Reads.Is(personId));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async IAsyncEnumerable<ExportedFile> Export(Guid personId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var files = await database.List(
            Sql.Of<FilesOfPerson>(), row => new StartedUpload(StoredFile.Read(row, 0), KeptFileRow.Read(row, 10)), cancellation, Reads.Is(personId));
        if (files.Count == 0)
        {
            yield break;
        }

        yield return new ExportedFile("files/files.json", (into, writing) =>
            JsonSerializer.SerializeAsync(into, files.Select(file => file.File), DoorwardJson.Options, writing));
        foreach (var file in files.Where(file => file.Kept.Object is not null))
        {
            // Named by its id: what its owner called it is in files.json, and is no path here either.
            yield return new ExportedFile($"files/{file.File.Id}.{FileTypes.Extension(file.File.ContentType)}", async (into, writing) =>
            {
                await using var stored = await store.Read(file.Kept.Object!, writing);
                await (stored?.Content.CopyToAsync(into, writing) ?? Task.CompletedTask);
            });
        }
    }
}
