using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Doorward.Platform.Events.Log;

/// <summary>
/// A place in <c>events.log</c>: its order is (transaction, sequence), and nothing is ever inserted before a place that a reader was shown.
/// Written as <c>7341-22</c>.
/// </summary>
public readonly record struct LogCursor(ulong Tx, long Seq) : IComparable<LogCursor>
{
    /// <summary>Before the first row.</summary>
    public static LogCursor Start => default;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out LogCursor cursor)
    {
        cursor = default;
        var dash = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        if (dash < 0
            || !ulong.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var tx)
            || !long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
        {
            return false;
        }

        cursor = new LogCursor(tx, seq);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(LogCursor other) => Tx == other.Tx ? Seq.CompareTo(other.Seq) : Tx.CompareTo(other.Tx);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Tx}-{Seq}");

    public static bool operator <(LogCursor left, LogCursor right) => left.CompareTo(right) < 0;

    public static bool operator >(LogCursor left, LogCursor right) => left.CompareTo(right) > 0;

    public static bool operator <=(LogCursor left, LogCursor right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LogCursor left, LogCursor right) => left.CompareTo(right) >= 0;
}
