namespace Doorward.Redis.Streams;

/// <summary>Consumer groups: XGROUP, XACK, XAUTOCLAIM, XPENDING, XINFO.</summary>
public static class StreamGroups
{
    /// <summary>XGROUP CREATE … MKSTREAM: a group that begins after an id (<c>0</c>: at the first entry, <c>$</c>: with what comes next). False when there is one of that name.</summary>
    public static async Task<bool> XGroupCreate(this RedisClient redis, string stream, string group, string after = "0", CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        try
        {
            await redis.Call(["XGROUP", "CREATE", stream, group, after, "MKSTREAM"], cancellation);
            return true;
        }
        catch (RedisErrorException refusal) when (refusal.Code == "BUSYGROUP")
        {
            return false;
        }
    }

    /// <summary>XGROUP SETID: the group goes on after that id.</summary>
    public static Task XGroupSetId(this RedisClient redis, string stream, string group, string after, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        return redis.Call(["XGROUP", "SETID", stream, group, after], cancellation);
    }

    /// <summary>XGROUP DESTROY: whether there was one.</summary>
    public static async Task<bool> XGroupDestroy(this RedisClient redis, string stream, string group, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        return (await redis.Call(["XGROUP", "DESTROY", stream, group], cancellation)).AsBoolean();
    }

    /// <summary>XGROUP DELCONSUMER: how many entries it had pending; they are pending no more, so claim them first.</summary>
    public static async Task<long> XGroupDelConsumer(this RedisClient redis, string stream, string group, string consumer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        return (await redis.Call(["XGROUP", "DELCONSUMER", stream, group, consumer], cancellation)).AsInteger();
    }

    /// <summary>XACK: how many of them were pending.</summary>
    public static async Task<long> XAck(this RedisClient redis, string stream, string group, IReadOnlyList<StreamId> ids, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        ArgumentNullException.ThrowIfNull(ids);
        return ids.Count == 0 ? 0 : (await redis.Call(["XACK", stream, group, .. StreamWrites.Several(ids)], cancellation)).AsInteger();
    }

    /// <summary>XAUTOCLAIM: takes over what others were given and have not acknowledged for so long.</summary>
    public static async Task<ClaimedEntries> XAutoClaim(
        this RedisClient redis, string stream, string group, string consumer, TimeSpan idle, StreamId from = default, int count = 100, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        var reply = await redis.Call(["XAUTOCLAIM", stream, group, consumer, (long)idle.TotalMilliseconds, from.ToString(), "COUNT", count], cancellation);
        return new ClaimedEntries(
            StreamId.Parse(reply.Items[0].AsText()!), StreamEntry.Several(reply.Items[1]),
            reply.Items.Count > 2 ? [.. reply.Items[2].Items.Select(id => StreamId.Parse(id.AsText()!))] : []);
    }

    /// <summary>XPENDING: the oldest that were delivered and not acknowledged, of all consumers or of one.</summary>
    public static async Task<IReadOnlyList<PendingEntry>> XPending(
        this RedisClient redis, string stream, string group, int count = 100, string? consumer = null, StreamId? from = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        Argument[] of = consumer is null ? [] : [consumer];
        var reply = await redis.Call(["XPENDING", stream, group, from?.ToString() ?? "-", "+", count, .. of], cancellation);
        return [.. reply.Items.Select(entry => new PendingEntry(
            StreamId.Parse(entry.Items[0].AsText()!), entry.Items[1].AsText()!, TimeSpan.FromMilliseconds(entry.Items[2].AsInteger()), entry.Items[3].AsInteger()))];
    }

    /// <summary>XINFO GROUPS; none where there is no stream.</summary>
    public static async Task<IReadOnlyList<GroupState>> XInfoGroups(this RedisClient redis, string stream, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        try
        {
            var groups = await redis.Call(["XINFO", "GROUPS", stream], cancellation);
            return [.. groups.Items.Select(group => new GroupState(
                group.Field("name").AsText()!, group.Field("consumers").AsInteger(), group.Field("pending").AsInteger(),
                StreamId.Parse(group.Field("last-delivered-id").AsText()!), group.Field("lag") is { IsNil: false } lag ? lag.AsInteger() : null))];
        }
        catch (RedisErrorException refusal) when (refusal.Message.Contains("no such key", StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }
    }

    /// <summary>XINFO CONSUMERS.</summary>
    public static async Task<IReadOnlyList<ConsumerState>> XInfoConsumers(this RedisClient redis, string stream, string group, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        var consumers = await redis.Call(["XINFO", "CONSUMERS", stream, group], cancellation);
        return [.. consumers.Items.Select(consumer => new ConsumerState(
            consumer.Field("name").AsText()!, consumer.Field("pending").AsInteger(), TimeSpan.FromMilliseconds(consumer.Field("idle").AsInteger())))];
    }
}
