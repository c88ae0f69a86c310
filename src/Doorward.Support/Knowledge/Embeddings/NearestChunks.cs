namespace Doorward.Support.Knowledge.Embeddings;

/// <summary>The current passages whose embeddings are nearest to a question's.</summary>
internal sealed class NearestChunks
{
    private readonly IReadOnlyList<byte[]> _none = [];

    /// <summary>Their digests, the nearest first; none where there are no embeddings, or the endpoint does not answer in time.</summary>
    public Task<IReadOnlyList<byte[]>> Find(Guid organizationId, string question, int limit, CancellationToken cancellation) =>
        Task.FromResult(_none);
}
