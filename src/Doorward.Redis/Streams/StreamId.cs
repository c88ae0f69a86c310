using System.Globalization;

namespace Doorward.Redis.Streams;

/// <summary>The id of an entry: the server's milliseconds and a number within them. Ids of a stream only grow.</summary>
public readonly record struct StreamId(ulong Milliseconds, ulong Sequence) : IComparable<StreamId>
{
    /// <summary>Before every entry.</summary>
    public static StreamId Least => default;

    /// <summary>Reads <c>1526919030474-55</c>.</summary>
    /// <exception cref="FormatException">It is no id.</exception>
    public static StreamId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return ulong.TryParse(dash < 0 ? text : text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && (dash < 0 ? "0" : text.AsSpan(dash + 1)) is var rest && ulong.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? new StreamId(milliseconds, sequence)
            : throw new FormatException("This is no id of a stream's entry.");
    }

    /// <summary>The least id of a moment: what was added before it is smaller.</summary>
    public static StreamId At(DateTimeOffset moment) => new((ulong)Math.Max(0, moment.ToUnixTimeMilliseconds()), 0);

    /// <inheritdoc/>
    public int CompareTo(StreamId other) => Milliseconds != other.Milliseconds ? Milliseconds.CompareTo(other.Milliseconds) : Sequence.CompareTo(other.Sequence);

    /// <summary>As the server writes it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}-{Sequence}");

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(StreamId left, StreamId right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(StreamId left, StreamId right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(StreamId left, StreamId right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(StreamId left, StreamId right) => left.CompareTo(right) >= 0;
}
