using System.Runtime.CompilerServices;
using Doorward.Redis;
using Doorward.Redis.Streams;

namespace Doorward.Platform.Events.Redis;

/// <summary>One stream's consumer group, as one of its consumers (one a node) sees it.</summary>
/// <param name="redis">The server.</param>
/// <param name="stream">The stream's key.</param>
/// <param name="name">The group's.</param>
/// <param name="me">This consumer's.</param>
public sealed class ConsumerGroup(RedisClient redis, string stream, string name, string me)
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    /// <summary>The stream's key.</summary>
    public string Stream => stream;

    /// <summary>Makes it where there is none: from the first entry on, also after the server has lost everything. What was handled already must be known otherwise.</summary>
    public Task Ensure(CancellationToken cancellation) => redis.XGroupCreate(stream, name, "0", cancellation);

    /// <summary>These are done with.</summary>
    public Task Acknowledge(IReadOnlyList<StreamId> entries, CancellationToken cancellation) => redis.XAck(stream, name, entries, cancellation);

    /// <summary>Takes over what was given to somebody so long ago and not acknowledged, this consumer itself included; a page at a time.</summary>
    public async IAsyncEnumerable<IReadOnlyList<StreamEntry>> Abandoned(TimeSpan idle, int page, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var from = StreamId.Least;
        do
        {
            var claimed = await redis.XAutoClaim(stream, name, me, idle, from, page, cancellation);
            yield return claimed.Entries;
            from = claimed.Next;
        }
        while (from != StreamId.Least);
    }

    /// <summary>How often each of what this consumer was given, from an entry on, was delivered.</summary>
    public async Task<IReadOnlyDictionary<StreamId, long>> Deliveries(StreamId from, int most, CancellationToken cancellation) =>
        (await redis.XPending(stream, name, most, me, from, cancellation)).ToDictionary(pending => pending.Id, pending => pending.Deliveries);

    /// <summary>How many entries were not given to anybody yet, or not acknowledged.</summary>
    public async Task<long> Waiting(CancellationToken cancellation) =>
        (await redis.XInfoGroups(stream, cancellation)).FirstOrDefault(group => group.Name == name) is { } group ? (group.Lag ?? 0) + group.Pending : 0;

    /// <summary>Forgets consumers that are long gone and left nothing behind.</summary>
    public async Task ForgetGone(CancellationToken cancellation)
    {
        foreach (var consumer in await redis.XInfoConsumers(stream, name, cancellation))
        {
            if (consumer.Name != me && consumer.Pending == 0 && consumer.Idle > Forgotten)
            {
                await redis.XGroupDelConsumer(stream, name, consumer.Name, cancellation);
            }
        }
    }
}
