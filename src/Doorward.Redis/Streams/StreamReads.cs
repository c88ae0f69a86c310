namespace Doorward.Redis.Streams;

/// <summary>XREAD and XREADGROUP.</summary>
public static class StreamReads
{
    /// <summary>
    /// XREAD: what came after an id, of each stream where there is something. With <paramref name="block"/> it waits that long for the first entry; the id <c>$</c> is what comes from now on.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<StreamEntry>>> XRead(
        this RedisClient redis, IReadOnlyList<KeyValuePair<string, string>> streamsAfter, int? count = null, TimeSpan? block = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        ArgumentNullException.ThrowIfNull(streamsAfter);
        return ByStream(await Read(redis, ["XREAD"], streamsAfter, count, block, cancellation));
    }

    /// <summary>
    /// XREADGROUP: the id <c>&gt;</c> is what was delivered to nobody yet; any other id what this consumer was given after it and has not acknowledged. What is
    /// delivered to a caller that has cancelled stays pending, for <see cref="StreamGroups.XAutoClaim"/> to find.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<StreamEntry>>> XReadGroup(
        this RedisClient redis, string group, string consumer, IReadOnlyList<KeyValuePair<string, string>> streamsAfter, int? count = null, TimeSpan? block = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        ArgumentNullException.ThrowIfNull(streamsAfter);
        return ByStream(await Read(redis, ["XREADGROUP", "GROUP", group, consumer], streamsAfter, count, block, cancellation));
    }

    private static Task<Reply> Read(
        RedisClient redis, Argument[] how, IReadOnlyList<KeyValuePair<string, string>> after, int? count, TimeSpan? block, CancellationToken cancellation)
    {
        Argument[] words =
        [
            .. how,
            .. count is { } most ? (Argument[])["COUNT", most] : [],
            .. block is { } wait ? (Argument[])["BLOCK", (long)Math.Ceiling(wait.TotalMilliseconds)] : [],
            "STREAMS",
            .. after.Select(stream => (Argument)stream.Key),
            .. after.Select(stream => (Argument)stream.Value),
        ];
        return block is { } longest ? redis.CallBlocking(longest, words, cancellation) : redis.Call(words, cancellation);
    }

    /// <summary>RESP3 answers with a map, RESP2 with pairs; nothing is nothing in both.</summary>
    private static Dictionary<string, IReadOnlyList<StreamEntry>> ByStream(Reply reply) => reply.Kind == ReplyKind.Map
        ? reply.Items.Chunk(2).ToDictionary(pair => pair[0].AsText()!, pair => StreamEntry.Several(pair[1]))
        : reply.Items.ToDictionary(pair => pair.Items[0].AsText()!, pair => StreamEntry.Several(pair.Items[1]));
}
