using System.Text.Json;
using Doorward.Platform.Http;

namespace Doorward.Platform.Live.Presence;

/// <summary>What one node tells the others of its rooms; small, for a NOTIFY takes 8,000 bytes.</summary>
/// <param name="Node">Who says it.</param>
/// <param name="Rooms">Who is at each of them there, all of them; nobody: they left.</param>
/// <param name="Typing">Who types, this moment.</param>
internal sealed record RoomNews(Guid Node, IReadOnlyList<RoomGuests> Rooms, IReadOnlyList<TypingNews> Typing)
{
    private const int Most = 7_000;

    /// <summary>As few payloads as hold it.</summary>
    public static IEnumerable<string> Write(Guid node, IEnumerable<RoomGuests> rooms, IEnumerable<TypingNews> typing)
    {
        var (some, types, bytes) = (new List<RoomGuests>(), new List<TypingNews>(typing.Take(Most / TypingNews.Bytes)), 0);
        bytes = types.Count * TypingNews.Bytes;
        foreach (var room in rooms)
        {
            if (bytes + room.Bytes > Most)
            {
                yield return JsonSerializer.Serialize(new RoomNews(node, some, types), DoorwardJson.Options);
                (some, types, bytes) = ([], [], 0);
            }

            some.Add(room);
            bytes += room.Bytes;
        }

        if (some.Count + types.Count > 0)
        {
            yield return JsonSerializer.Serialize(new RoomNews(node, some, types), DoorwardJson.Options);
        }
    }

    public static RoomNews? Read(string payload)
    {
        try
        {
            return JsonSerializer.Deserialize<RoomNews>(payload, DoorwardJson.Options);
        }
        catch (JsonException)
        {
            // Of a newer or an older program: presence passes, and is told again.
            return null;
        }
    }
}

/// <summary>Who is at a topic on one node.</summary>
internal sealed record RoomGuests(string Topic, IReadOnlyList<Guest> Guests)
{
    // Of a room that is more crowded, this many are told: it is crowded either way.
    private const int MostGuests = 50;

    public int Bytes => 150 + (80 * Guests.Count);

    public static RoomGuests Of(string topic, IReadOnlyList<Guest> guests) => new(topic, guests.Count > MostGuests ? [.. guests.Take(MostGuests)] : guests);
}

/// <summary>Somebody types.</summary>
internal sealed record TypingNews(string Topic, Guest Guest)
{
    public const int Bytes = 250;
}
