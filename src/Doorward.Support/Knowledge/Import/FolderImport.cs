using Npgsql;

namespace Doorward.Support.Knowledge;

/// <summary>Imports folders, for the operator of the machine.</summary>
public sealed class FolderImport(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 20,
        // A link may lead out of the folder, or round in a circle.
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
    };

    /// <summary>Makes a folder's Markdown and text what a collection holds: the rest of the collection is withdrawn.</summary>
    /// <param name="folder">Hidden files, links and files of other kinds are passed over.</param>
    /// <param name="organization">The agency's short name.</param>
    /// <param name="collection">What is imported together; a folder each.</param>
    /// <param name="language">Of documents that do not say theirs.</param>
    /// <param name="replaces">Whether the folder may have none of the documents that the collection holds: rather another folder than the wish to forget them all.</param>
    /// <param name="cancellation">Ends it; nothing is imported then.</param>
    public async Task<ImportReport> Run(string folder, string organization, string collection, string language, bool replaces, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
        {
            return ImportReport.Refused("no_such_folder", new ImportProblem(folder, null, "There is no such folder."));
        }

        var import = new ReadImport(language);
        foreach (var file in Directory.EnumerateFiles(folder, "*", Everything).Where(DocumentPath.IsDocument).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
            if (!import.Add(path, () => ReadDocument.Of(path, Bytes(path, file), language)))
            {
                break;
            }
        }

        if (import.Documents.Count + import.Problems.Count == 0)
        {
            // Rather a mistyped folder than the wish to forget everything.
            return ImportReport.Refused("nothing_to_import", new ImportProblem(folder, null, "There is no .md, .markdown or .txt file in it."));
        }

        return await Store(import, organization, collection, replaces, cancellation);
    }

    /// <summary>As <see cref="Run(string, string, string, string, bool, CancellationToken)"/>, of documents that are no files.</summary>
    /// <param name="documents">Path and text of each.</param>
    /// <param name="organization">The agency's short name.</param>
    /// <param name="collection">What is imported together.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<ImportReport> Run(IEnumerable<(string Path, string Text)> documents, string organization, string collection, CancellationToken cancellation)
    {
        var import = new ReadImport(Languages.Usual);
        foreach (var (path, text) in documents)
        {
            import.Add(path, text);
        }

        return await Store(import, organization, collection, replaces: true, cancellation);
    }

    private async Task<ImportReport> Store(ReadImport import, string organization, string collection, bool replaces, CancellationToken cancellation)
    {
        if (import.Problems.Count > 0)
        {
            return ImportReport.Refused("documents_invalid", import.Problems);
        }

        await using var find = database.CreateCommand("SELECT id FROM accounts.organizations WHERE slug = $1");
        find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = organization });
        return await find.ExecuteScalarAsync(cancellation) is Guid id
            ? await new ImportDocuments(database, time).Run(new DocumentBatch(id, null, collection, import.Documents, WithdrawsMissing: true, replaces), cancellation)
            : ImportReport.Refused("no_such_organization", new ImportProblem(organization, null, "There is no organization of that short name."));
    }

    /// <summary>No more than may be imported, whatever the size of the file: it could be a device.</summary>
    private static byte[] Bytes(string path, string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var bytes = new byte[ImportLimits.DocumentBytes + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return bytes[..length];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableDocument(path, null, $"It cannot be read: {unreadable.Message}");
        }
    }
}
