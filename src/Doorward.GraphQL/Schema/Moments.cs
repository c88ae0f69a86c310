using System.Globalization;

namespace Doorward.GraphQL.Schema;

/// <summary>Date and time scalars over RFC 3339 strings.</summary>
public static class Moments
{
    /// <summary>An instant, for CLR <see cref="DateTimeOffset"/>.</summary>
    public static ScalarCodec<DateTimeOffset> DateTime { get; } = new(
        value => value is string s ? Offset(s) : throw new FormatException("A date and time is expected, in RFC 3339 notation."),
        (writer, value) => writer.WriteFormatted(value, "O"));

    /// <summary>A day, for CLR <see cref="DateOnly"/>.</summary>
    public static ScalarCodec<DateOnly> Date { get; } = new(
        value => value is string s && DateOnly.TryParseExact(s, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : throw new FormatException("A date is expected, as in 2025-09-03."),
        (writer, value) => writer.WriteFormatted(value, "O"));

    internal static DateTimeOffset Offset(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment : throw new FormatException("A date and time is expected, in RFC 3339 notation.");
}
