using System.Collections.Concurrent;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Support.Knowledge.Embeddings;

/// <summary>A passage's vector, in memory.</summary>
internal sealed record ShelvedVector(byte[] Digest, bool IsInternal, float[] Vector);

/// <summary>
/// The embeddings of the agencies that ask, kept in memory for as long as their knowledge has not moved. What is more than fits is not
/// kept and not searched, unless the agency has an index (<see cref="NearIndex"/>): words find it still.
/// </summary>
internal sealed class EmbeddingShelf(NpgsqlDataSource database, EmbeddingSettings settings) : IDisposable
{
    private static readonly string ReadText = Sql.Read(typeof(EmbeddingShelf).Assembly, "Knowledge/Embeddings/ReadEmbeddings.sql");
    private static readonly string RevisionText = Sql.Read(typeof(EmbeddingShelf).Assembly, "Knowledge/Embeddings/Revision.sql");

    private readonly ConcurrentDictionary<Guid, Shelf> _shelves = new();
    private readonly SemaphoreSlim _loading = new(1);

    public async Task<IReadOnlyList<ShelvedVector>> Of(Guid organizationId, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(RevisionText);
        command.Parameters.Add(Reads.Is(organizationId));
        var revision = await command.ExecuteScalarAsync(cancellation) as long? ?? 0;
        return Kept(organizationId, revision) ?? await Load(organizationId, revision, cancellation);
    }

    public void Dispose() => _loading.Dispose();

    private IReadOnlyList<ShelvedVector>? Kept(Guid organizationId, long revision) =>
        _shelves.TryGetValue(organizationId, out var shelf) && shelf.Revision >= revision ? shelf.Vectors : null;

    // One at a time: who waits finds what the one before has read.
    private async Task<IReadOnlyList<ShelvedVector>> Load(Guid organizationId, long revision, CancellationToken cancellation)
    {
        await _loading.WaitAsync(cancellation);
        try
        {
            if (Kept(organizationId, revision) is { } kept)
            {
                return kept;
            }

            var vectors = await database.List(
                ReadText, row => new ShelvedVector(row.GetFieldValue<byte[]>(0), row.GetBoolean(1), row.GetFieldValue<float[]>(2)),
                cancellation, Reads.Is(organizationId), Reads.Is(settings.Name), Reads.Is(settings.MostInMemory));
            _shelves.TryRemove(organizationId, out _);
            if (_shelves.Values.Sum(shelf => shelf.Size) + Shelf.SizeOf(vectors) > settings.MostInMemory)
            {
                _shelves.Clear();
            }

            _shelves[organizationId] = new Shelf(revision, vectors);
            return vectors;
        }
        finally
        {
            _loading.Release();
        }
    }

    private sealed record Shelf(long Revision, IReadOnlyList<ShelvedVector> Vectors)
    {
        public long Size { get; } = SizeOf(Vectors);

        public static long SizeOf(IReadOnlyList<ShelvedVector> vectors) => vectors.Sum(one => (long)one.Vector.Length);
    }
}
