namespace Doorward.Redis.Streams;

/// <summary>What of a stream is kept. Unless exact, the server removes whole nodes only (<c>~</c>): it keeps a little more, and is much faster.</summary>
public sealed class StreamTrim
{
    private readonly Argument[] _words;

    private StreamTrim(Argument[] words) => _words = words;

    internal ReadOnlySpan<Argument> Words => _words;

    /// <summary>So many of the newest entries.</summary>
    public static StreamTrim ToLength(long entries, bool exact = false) => new(["MAXLEN", exact ? "=" : "~", entries]);

    /// <summary>This entry and all after it.</summary>
    public static StreamTrim From(StreamId least, bool exact = false) => new(["MINID", exact ? "=" : "~", least.ToString()]);
}
