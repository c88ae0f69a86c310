using System.Text.Json;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Redis.Streams;

namespace Doorward.Platform.Events.Bus;

/// <summary>An event on its way to a subscriber: the entry of a stream, and what it says of its place in the log.</summary>
internal sealed record Carried(StreamEntry Entry, Place Place)
{
    /// <summary>
    /// Reads an entry; null when it is none that Doorward published: a stream is open to others as well. Only its place is believed, and only as far as
    /// the log has that very event there.
    /// </summary>
    public static Carried? Of(StreamEntry entry)
    {
        if (!Guid.TryParse(entry["event_id"], out var id) || entry["payload"] is not { } payload)
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(payload) is { ValueKind: JsonValueKind.Object } said && said.TryGetProperty("cursor", out var cursor)
                && cursor.ValueKind is JsonValueKind.String && LogCursor.TryParse(cursor.GetString(), out var place)
                ? new Carried(entry, new Place(place, id))
                : null;
        }
        catch (Exception none) when (none is JsonException or InvalidOperationException)
        {
            // The second: "\ud800" is a text to the parser, and half a letter to who reads it.
            return null;
        }
    }
}
