using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres;
using Doorward.Support.Knowledge;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Doorward.Support.Tests.Knowledge;

/// <summary>What one agency knows, and hands to import and look it up by.</summary>
internal sealed class Library
{
    private readonly Desk _desk;

    private Library(Agency agency, Desk desk) => (Agency, _desk) = (agency, desk);

    public Agency Agency { get; }

    public NpgsqlDataSource Database => _desk.Database;

    public KnowledgeSearch Search => _desk.Services.GetRequiredService<KnowledgeSearch>();

    public static async Task<Library> Open(Desk? desk = null)
    {
        desk ??= await Desk.Shared;
        return new Library(await Agency.Open(desk), desk);
    }

    public Task<ImportReport> Imports(params (string Path, string Text)[] documents) => Imports("main", documents);

    public Task<ImportReport> Imports(string collection, params (string Path, string Text)[] documents) =>
        new FolderImport(Database, _desk.Clock).Run(documents, Agency.Slug, collection, CancellationToken.None);

    public Task<Retrieval> Finds(string text, string audience = Audiences.Public, string? language = null) =>
        Search.Find(Agency.Id, new SearchQuestion(text, language, audience), CancellationToken.None);

    /// <summary>Its events of documents, the oldest first: <c>document.imported {"version": 1, …}</c>.</summary>
    public async Task<IReadOnlyList<string>> Events() => await Rows(
        "SELECT type || ' ' || coalesce(before::text, '-') || ' ' || after::text FROM events.log WHERE organization_id = $1 AND type LIKE 'document.%' ORDER BY tx, seq");

    /// <summary>Rows of one text, of this agency ($1).</summary>
    public Task<IReadOnlyList<string>> Rows(string sql) => Database.List(sql, row => row.GetString(0), CancellationToken.None, Reads.Is(Agency.Id));

    /// <summary>Words whose count of passages is not what counting them says.</summary>
    public Task<IReadOnlyList<string>> MiscountedWords() => Rows("""
        SELECT coalesce(w.word, c.word) || ': ' || coalesce(w.chunks, 0) || ' for ' || coalesce(c.chunks, 0)
        FROM (SELECT word, chunks FROM support.words WHERE organization_id = $1 AND chunks > 0) w
        FULL JOIN (SELECT u.lexeme AS word, count(*) AS chunks FROM support.chunks, unnest(search) u WHERE organization_id = $1 AND is_current GROUP BY 1) c USING (word)
        WHERE w.chunks IS DISTINCT FROM c.chunks
        UNION ALL
        SELECT 'all: ' || k.chunks FROM support.knowledge k
        WHERE k.organization_id = $1 AND k.chunks <> (SELECT count(*) FROM support.chunks WHERE organization_id = $1 AND is_current)
        """);
}
