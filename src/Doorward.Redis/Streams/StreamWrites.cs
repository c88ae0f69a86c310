namespace Doorward.Redis.Streams;

/// <summary>XADD, XTRIM, XDEL and what asks about a stream.</summary>
public static class StreamWrites
{
    /// <summary>XADD: adds an entry at the end, and trims the stream where told to. Its id.</summary>
    public static Task<StreamId> XAdd(
        this RedisClient redis, string stream, ReadOnlySpan<KeyValuePair<string, Argument>> fields, StreamTrim? trim = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        return Id(redis.Call(Words(stream, fields, trim), cancellation));
    }

    /// <summary>XADD in a batch; the reply is the id.</summary>
    public static CommandBatch XAdd(this CommandBatch batch, string stream, ReadOnlySpan<KeyValuePair<string, Argument>> fields, StreamTrim? trim = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.Add(Words(stream, fields, trim));
    }

    /// <summary>XTRIM: how many entries were removed.</summary>
    public static async Task<long> XTrim(this RedisClient redis, string stream, StreamTrim trim, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        ArgumentNullException.ThrowIfNull(trim);
        return (await redis.Call(["XTRIM", stream, .. trim.Words], cancellation)).AsInteger();
    }

    /// <summary>XDEL: how many of them were there.</summary>
    public static async Task<long> XDel(this RedisClient redis, string stream, IReadOnlyList<StreamId> ids, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        return (await redis.Call(["XDEL", stream, .. Several(ids)], cancellation)).AsInteger();
    }

    /// <summary>XLEN: how many entries there are.</summary>
    public static async Task<long> XLen(this RedisClient redis, string stream, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        return (await redis.Call(["XLEN", stream], cancellation)).AsInteger();
    }

    /// <summary>XRANGE: entries from one id to another, both included; null: from the first, to the last.</summary>
    public static async Task<IReadOnlyList<StreamEntry>> XRange(
        this RedisClient redis, string stream, StreamId? from = null, StreamId? to = null, int? count = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        Argument[] limit = count is { } most ? ["COUNT", most] : [];
        return StreamEntry.Several(await redis.Call(["XRANGE", stream, from?.ToString() ?? "-", to?.ToString() ?? "+", .. limit], cancellation));
    }

    /// <summary>XINFO STREAM; null where there is none.</summary>
    public static async Task<StreamState?> XInfoStream(this RedisClient redis, string stream, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(redis);
        try
        {
            var state = await redis.Call(["XINFO", "STREAM", stream], cancellation);
            var first = state.Field("first-entry");
            return new StreamState(
                state.Field("length").AsInteger(), StreamId.Parse(state.Field("last-generated-id").AsText()!), first.IsNil ? null : StreamEntry.Of(first).Id, state.Field("groups").AsInteger());
        }
        catch (RedisErrorException refusal) when (refusal.Message.Contains("no such key", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
    }

    internal static IEnumerable<Argument> Several(IReadOnlyList<StreamId> ids) => ids.Select(id => (Argument)id.ToString());

    private static async Task<StreamId> Id(Task<Reply> reply) => StreamId.Parse((await reply).AsText()!);

    private static Argument[] Words(string stream, ReadOnlySpan<KeyValuePair<string, Argument>> fields, StreamTrim? trim)
    {
        var limits = trim is null ? default : trim.Words;
        var words = new Argument[3 + limits.Length + 2 * fields.Length];
        (words[0], words[1]) = ("XADD", stream);
        limits.CopyTo(words.AsSpan(2));
        var at = 2 + limits.Length;
        words[at++] = "*";
        foreach (var (name, value) in fields)
        {
            words[at++] = name;
            words[at++] = value;
        }

        return words;
    }
}
