using System.Numerics.Tensors;

namespace Doorward.Support.Knowledge.Embeddings;

/// <summary>The current passages whose embeddings are nearest to a question's: by the agency's index where it has one, or else by cosine over all of them.</summary>
internal sealed class NearestChunks(EmbeddingSettings settings, QuestionEmbedding questions, EmbeddingShelf shelf, NearIndex index)
{
    /// <summary>Their digests, the nearest first; none where there are no embeddings, or the endpoint does not answer in time.</summary>
    public async Task<IReadOnlyList<byte[]>> Find(Guid organizationId, string question, bool internally, int limit, CancellationToken cancellation)
    {
        if (settings.Url is null)
        {
            return [];
        }

        if (await index.Of(organizationId, cancellation) is { } dimensions)
        {
            if (await questions.Of(question, cancellation) is not { } vector || vector.Length != dimensions)
            {
                return [];
            }

            if (await index.Nearest(organizationId, vector, internally, limit, cancellation) is { } digests)
            {
                return digests;
            }
        }

        return await InMemory(organizationId, question, internally, limit, cancellation);
    }

    private async Task<IReadOnlyList<byte[]>> InMemory(Guid organizationId, string question, bool internally, int limit, CancellationToken cancellation)
    {
        if (await shelf.Of(organizationId, cancellation) is not { Count: > 0 } vectors || await questions.Of(question, cancellation) is not { } asked)
        {
            return [];
        }

        return
        [
            .. vectors
                .Where(one => (internally || !one.IsInternal) && one.Vector.Length == asked.Length)
                .Select(one => (one.Digest, Cosine: TensorPrimitives.Dot<float>(one.Vector, asked)))
                .Where(one => one.Cosine > 0)
                .OrderByDescending(one => one.Cosine)
                .Take(limit)
                .Select(one => one.Digest),
        ];
    }
}
