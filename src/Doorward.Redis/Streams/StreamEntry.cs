using System.Text;

namespace Doorward.Redis.Streams;

/// <summary>An entry of a stream.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Fields">Names and values, in order, as bytes; null: it was removed from the stream while it was pending.</param>
public sealed record StreamEntry(StreamId Id, IReadOnlyList<KeyValuePair<string, byte[]>>? Fields)
{
    /// <summary>The first field of that name as text; null where there is none.</summary>
    public string? this[string field]
    {
        get
        {
            foreach (var (name, value) in Fields ?? [])
            {
                if (name == field)
                {
                    return Encoding.UTF8.GetString(value);
                }
            }

            return null;
        }
    }

    internal static StreamEntry Of(Reply reply)
    {
        var items = reply.Items[1].Items;
        return new StreamEntry(
            StreamId.Parse(reply.Items[0].AsText()!),
            reply.Items[1].IsNil ? null : [.. Enumerable.Range(0, items.Count / 2).Select(at => KeyValuePair.Create(items[2 * at].AsText()!, items[2 * at + 1].AsBytes()!))]);
    }

    /// <summary>XAUTOCLAIM of 6.2 has nothing in the place of entries that are gone.</summary>
    internal static IReadOnlyList<StreamEntry> Several(Reply reply) => [.. reply.Items.Where(item => !item.IsNil).Select(Of)];
}

/// <summary>What XAUTOCLAIM gave.</summary>
/// <param name="Next">Where to go on; the least id when all was looked at.</param>
/// <param name="Entries">What is now this consumer's.</param>
/// <param name="Gone">What was pending and is no longer in the stream; it is not pending any more. (Since 7.0.)</param>
public sealed record ClaimedEntries(StreamId Next, IReadOnlyList<StreamEntry> Entries, IReadOnlyList<StreamId> Gone);

/// <summary>An entry that was delivered and not acknowledged.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Consumer">Who has it.</param>
/// <param name="Idle">For how long.</param>
/// <param name="Deliveries">How many times it was delivered.</param>
public sealed record PendingEntry(StreamId Id, string Consumer, TimeSpan Idle, long Deliveries);

/// <summary>A stream, by XINFO STREAM.</summary>
public sealed record StreamState(long Length, StreamId Last, StreamId? First, long Groups);

/// <summary>A consumer group, by XINFO GROUPS.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Consumers">How many consumers are known.</param>
/// <param name="Pending">Entries that were delivered and not acknowledged.</param>
/// <param name="LastDelivered">How far it has read.</param>
/// <param name="Lag">Entries that were not delivered yet; null where the server does not know (before 7.0, or after entries were deleted).</param>
public sealed record GroupState(string Name, long Consumers, long Pending, StreamId LastDelivered, long? Lag);

/// <summary>A consumer, by XINFO CONSUMERS.</summary>
public sealed record ConsumerState(string Name, long Pending, TimeSpan Idle);
