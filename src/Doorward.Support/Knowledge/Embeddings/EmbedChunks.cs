using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Support.Knowledge.Embeddings;

/// <summary>Makes the embeddings that an agency's current passages lack, a batch a job; each job asks for the next one until none is missing.</summary>
internal sealed class EmbedChunks(NpgsqlDataSource database, EmbeddingEndpoint endpoint, EmbeddingSettings settings) : JobHandler
{
    private static readonly string MissingText = Sql.Read(typeof(EmbedChunks).Assembly, "Knowledge/Embeddings/MissingEmbeddings.sql");
    private static readonly string KeepText = Sql.Read(typeof(EmbedChunks).Assembly, "Knowledge/Embeddings/KeepEmbedding.sql");
    private static readonly string AskText = Sql.Read(typeof(EmbedChunks).Assembly, "Knowledge/Embeddings/AskForEmbeddings.sql");

    public override string Kind => "knowledge.embed";

    // One at a time spares a model on the same machine, and two jobs never make the same.
    public override int Parallel => 1;

    public override async Task<JobWrites> Run(Job job, CancellationToken cancellation)
    {
        var organization = job.OrganizationId!.Value;
        var missing = await database.List(
            MissingText, row => (Digest: row.GetFieldValue<byte[]>(0), Text: $"{row.GetString(1)}\n{row.GetString(2)}\n{row.GetString(3)}"),
            cancellation, Reads.Is(organization), Reads.Is(settings.Name), Reads.Is(settings.Batch));
        var vectors = missing.Count == 0 ? [] : await endpoint.Embed([.. missing.Select(one => one.Text)], cancellation);
        return (connection, stop) => missing.Count == 0 ? BuildNearIndex.Ask([organization], connection, stop) : Keep(job, organization, [.. missing.Select(one => one.Digest)], vectors, connection, stop);
    }

    private async Task Keep(Job job, Guid organization, IReadOnlyList<byte[]> digests, float[][] vectors, NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var (digest, vector) in digests.Zip(vectors))
        {
            await using var keep = new NpgsqlCommand(KeepText, connection)
            {
                Parameters = { Reads.Is(organization), Reads.Is(settings.Name), Reads.Is(digest), Reads.Is(vector) },
            };
            await keep.ExecuteNonQueryAsync(cancellation);
        }

        // The key is another one: this job's own is only now being deleted.
        await Ask(organization, $"{organization}/{Convert.ToHexStringLower(digests[^1])}", job.Traceparent, connection, cancellation);
    }

    /// <summary>Puts a job into the queue; one of that key that waits there is enough.</summary>
    public static async Task Ask(Guid organization, string key, string? traceparent, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand(AskText, connection) { Parameters = { Reads.Is(organization), Reads.Is(key), Reads.Is(traceparent) } };
        await ask.ExecuteNonQueryAsync(cancellation);
    }
}
