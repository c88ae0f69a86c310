using Doorward.GraphQL;
using Doorward.GraphQL.Relay;
using Doorward.Platform.Postgres;
using Doorward.Support.Graph;
using Npgsql;

namespace Doorward.Support.Knowledge;

/// <summary>The queries about documents: staff only, each within their own agency.</summary>
internal sealed class DocumentReads(NpgsqlDataSource database, Viewer viewer, KnowledgeSearch search)
{
    private const int Most = 100;
    private const int LongestQuestion = 8000;
    private const int MostPassages = 50;

    private static readonly string ListText = Text("ListDocuments.sql");
    private static readonly string FindText = Text("FindDocument.sql");
    private static readonly string VersionsText = Text("ListVersions.sql");
    private static readonly string ChunksText = Text("ListChunks.sql");

    public async Task<Connection<Document>> List(bool withdrawn, int? first, string? after, CancellationToken cancellation)
    {
        var organization = viewer.Staff.OrganizationId;
        var page = PageRequest<PathKey>.From(first, after, null, null);
        var rows = await database.List(
            ListText, Document.Read, cancellation, Reads.Is(organization), Reads.Is(withdrawn), Reads.Is(page.Cursor?.Collection ?? ""), Reads.Is(page.Cursor?.Path ?? ""),
            Reads.Is(page.Limit));
        return page.Page(rows, row => new PathKey(row.Collection, row.Path));
    }

    public async Task<Document?> Find(Guid id, CancellationToken cancellation) =>
        await database.One(FindText, Document.Read, cancellation, Reads.Is(viewer.Staff.OrganizationId), Reads.Is(id));

    public async Task<IReadOnlyList<DocumentVersion>> Versions(Document document, int first, CancellationToken cancellation) => await database.List(
        VersionsText, DocumentVersion.Read, cancellation, Reads.Is(viewer.Staff.OrganizationId), Reads.Is(document.Id), Reads.Is(Between("first", first, 0, Most)));

    public async Task<IReadOnlyList<StoredChunk>> Chunks(DocumentVersion version, CancellationToken cancellation) => await database.List(
        ChunksText, StoredChunk.Read, cancellation, Reads.Is(viewer.Staff.OrganizationId), Reads.Is(version.DocumentId), Reads.Is(version.Version));

    public async Task<Retrieval> Search(string text, string? language, string audience, int first, CancellationToken cancellation)
    {
        var staff = viewer.Staff;
        Between("first", first, 1, MostPassages);
        return text.Length > LongestQuestion
            ? throw new RefusalException(GraphQLErrorCodes.BadUserInput, $"text has at most {LongestQuestion} characters.")
            : await search.Find(staff.OrganizationId, new SearchQuestion(text, language, audience.ToLowerInvariant(), first), cancellation);
    }

    private static int Between(string name, int value, int least, int most) => value >= least && value <= most
        ? value
        : throw new RefusalException(GraphQLErrorCodes.BadUserInput, $"{name} must be from {least} to {most}.");

    private static string Text(string name) => Sql.Read(typeof(DocumentReads).Assembly, $"Knowledge/Documents/{name}");
}

/// <summary>A place in the list of documents.</summary>
internal sealed record PathKey(string Collection, string Path);
