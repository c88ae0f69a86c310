using Doorward.Platform.Events.Log;

namespace Doorward.Platform.Events.Live;

/// <summary>What a live subscriber is handed.</summary>
/// <param name="Cursor">Where to resume from: a client that comes back with it misses nothing.</param>
/// <param name="Event">The event; null for a gap.</param>
public readonly record struct LiveMessage(LogCursor Cursor, LiveEvent? Event)
{
    /// <summary>The event's row; null for a gap.</summary>
    public LogEntry? Entry => Event?.Entry;

    /// <summary>Events were left out, because the subscriber was too slow or came back too late. It ends the stream.</summary>
    public bool IsGap => Event is null;
}
