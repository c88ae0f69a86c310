using System.Globalization;

namespace Doorward.Platform.Http;

/// <summary>
/// Times on the wire: RFC 3339 section 5.6, <c>2026-11-21T09:00:00Z</c> or <c>…+01:00</c>. The offset is required: a time
/// without one means something else to each reader. Finer than a microsecond is cut off, as timestamptz holds no more.
/// </summary>
public static class Rfc3339
{
    /// <summary>The sentence (after the field's name) for a text that is no such time.</summary>
    public const string Expectation = "must be an RFC 3339 time with an offset, such as 2026-11-21T09:00:00Z, from year 1 to 9999.";

    internal const int LongestText = 28;
    private const string Output = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    /// <summary>
    /// Reads a time into UTC. False for what has no offset, for days and hours that do not exist, for leap seconds (no
    /// clock of ours can hold them), and for the two ends of the range, which Npgsql would store as infinity.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        // the fixed part: yyyy-MM-ddTHH:mm:ss
        if (text.Length < 20
            || !DateTime.TryParseExact(Upper(text[..19], stackalloc char[19]), "yyyy-MM-dd'T'HH:mm:ss",
                CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || !ReadFraction(text[19..], out var ticks, out var rest)
            || !ReadOffset(rest, out var minutes))
        {
            return false;
        }

        var utc = local.Ticks + ticks - (minutes * TimeSpan.TicksPerMinute);
        if (utc <= DateTime.MinValue.Ticks || utc >= DateTime.MaxValue.Ticks - TimeSpan.TicksPerMillisecond)
        {
            return false;
        }

        time = new DateTimeOffset(utc, TimeSpan.Zero);
        return true;
    }

    /// <summary>As the other overload, for a text that may be absent; null is no time.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time) => TryParse(text.AsSpan(), out time);

    /// <summary>The time in UTC, with as many digits of the second as it has, at most six.</summary>
    public static string Format(DateTimeOffset time)
    {
        Span<char> text = stackalloc char[LongestText];
        return new string(text[..Format(time, text)]);
    }

    internal static int Format(DateTimeOffset time, Span<char> into)
    {
        time.UtcDateTime.TryFormat(into, out var length, Output, CultureInfo.InvariantCulture);
        return length;
    }

    private static ReadOnlySpan<char> Upper(ReadOnlySpan<char> text, Span<char> into)
    {
        text.CopyTo(into);
        // section 5.6: a lower-case t is as good
        into[10] = into[10] == 't' ? 'T' : into[10];
        return into;
    }

    private static bool ReadFraction(ReadOnlySpan<char> text, out long ticks, out ReadOnlySpan<char> rest)
    {
        ticks = 0;
        rest = text;
        if (text[0] != '.')
        {
            return true;
        }

        var digits = text[1..].IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0)
        {
            return false;
        }

        rest = text[(1 + digits)..];
        var unit = TimeSpan.TicksPerSecond;
        foreach (var digit in text.Slice(1, Math.Min(digits, 6)))
        {
            ticks += (digit - '0') * (unit /= 10);
        }

        return true;
    }

    private static bool ReadOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hour) || hour > 23
            || !int.TryParse(text[4..6], NumberStyles.None, CultureInfo.InvariantCulture, out var minute) || minute > 59)
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
