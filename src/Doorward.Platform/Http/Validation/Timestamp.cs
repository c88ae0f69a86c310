namespace Doorward.Platform.Http;

/// <summary>
/// A time in a query string or a route. The framework binds DateTimeOffset loosely (no offset needed, local formats);
/// this one reads RFC 3339 and nothing else. A <c>+</c> in a query must be sent as %2B.
/// </summary>
public readonly record struct Timestamp(DateTimeOffset Value) : IParsable<Timestamp>
{
    public static Timestamp Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException(Rfc3339.Expectation);

    public static bool TryParse(string? s, IFormatProvider? provider, out Timestamp result)
    {
        var read = Rfc3339.TryParse(s, out var time);
        result = new Timestamp(time);
        return read;
    }

    public override string ToString() => Rfc3339.Format(Value);
}
