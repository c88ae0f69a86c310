using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Doorward.Platform.Http;
using Doorward.Platform.Postgres;
using Doorward.Support.Copilot;
using Doorward.Support.Copilot.Words;
using Doorward.Support.Evals.Golden;
using Npgsql;

namespace Doorward.Support.Evals.Runs;

/// <summary>What a run stands on: the agency with its policy and its knowledge, as they are when it begins.</summary>
/// <param name="SpentToday">The tokens that the organization's model has cost today: trials are paid from the same budget.</param>
/// <param name="Documents">The current ones, by id.</param>
internal sealed record Ground(
    Guid OrganizationId, string Agency, Policy Policy, long SpentToday, long KnowledgeRevision, byte[] KnowledgeDigest,
    IReadOnlyDictionary<Guid, (string Path, string Title)> Documents)
{
    /// <summary>SHA-256 over the policy that holds, the agency's own or the program's.</summary>
    public byte[] PolicyDigest => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(Policy, DoorwardJson.Options));
}

/// <summary>Reads what runs stand on.</summary>
internal sealed class Grounds(NpgsqlDataSource database, TimeProvider time)
{
    // Fewer words than these stand in many documents by chance.
    private const int FewestWords = 4;

    private static readonly string ReadText = Sql.Read(typeof(Grounds).Assembly, "Evals/Runs/ReadGround.sql");
    private static readonly string DocumentsText = Sql.Read(typeof(Grounds).Assembly, "Evals/Runs/ReadDocuments.sql");
    private static readonly string LeaksText = Sql.Read(typeof(Grounds).Assembly, "Evals/Runs/FindLeaks.sql");

    /// <summary>Null: there is no such organization.</summary>
    public async Task<Ground?> Of(Guid organizationId, CancellationToken cancellation)
    {
        var documents = await database.List(
            DocumentsText, row => (Id: row.GetGuid(0), Path: row.GetString(1), Title: row.GetString(2), Hash: row.GetFieldValue<byte[]>(3)), cancellation,
            Reads.Is(organizationId));
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', documents.Select(one => $"{one.Path} {Convert.ToHexStringLower(one.Hash)}"))));
        return await database.One(
            ReadText,
            row => new Ground(
                organizationId, row.GetString(0), row.IsDBNull(1) ? Policy.Default : Policy.Parse(row.GetString(1)), row.GetInt64(3), row.GetInt64(2), digest,
                documents.ToDictionary(one => one.Id, one => (one.Path, one.Title))),
            cancellation, Reads.Is(organizationId), Reads.Is(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)));
    }

    /// <summary>
    /// The cases whose message stands word for word in the knowledge base, each with the document. They would be found because they are there, not because the
    /// search is good, so a set is tried only where there are none.
    /// </summary>
    public async Task<IReadOnlyList<(string Case, string Path)>> Leaks(Guid organizationId, GoldenSet set, CancellationToken cancellation)
    {
        var telling = set.Cases.Where(one => new Tokens(one.Message).Words.Count >= FewestWords).ToList();
        return await database.List(
            LeaksText, row => (telling[row.GetInt32(0) - 1].Id, row.GetString(1)), cancellation, Reads.Is(organizationId), Reads.Is(telling.Select(one => one.Message).ToArray()));
    }
}
