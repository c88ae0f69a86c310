using Doorward.Platform.Events.Log;

namespace Doorward.Platform.Events.Redis;

/// <summary>What was published last, as it stands in Redis beside the streams: <c>7341-22 0193…</c>, the place in the log and the event that is there.</summary>
/// <param name="Text">As it is there; empty where it is not.</param>
internal readonly record struct Marker(string Text)
{
    public static Marker Of(LogEntry entry) => new($"{entry.Cursor} {entry.Id}");

    /// <summary>The place; null when there is no marker, or one that nobody of us wrote.</summary>
    public (LogCursor Cursor, Guid EventId)? Place =>
        Text.Split(' ') is [var place, var id] && LogCursor.TryParse(place, out var cursor) && Guid.TryParse(id, out var eventId) ? (cursor, eventId) : null;
}
