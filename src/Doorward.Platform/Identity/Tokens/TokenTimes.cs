using System.Text.Json;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>The registered times of a token: NumericDate, RFC 7519 sections 2 and 4.1.4 to 4.1.6.</summary>
internal static class TokenTimes
{
    /// <summary>How far two honest clocks may be apart.</summary>
    public static readonly TimeSpan Leeway = TimeSpan.FromSeconds(60);

    // The years 0001 to 9999: beyond them is no date, only a way to overflow one.
    private const double Latest = 253_402_300_799;

    public static TokenRefusal? Check(JsonElement claims, DateTimeOffset now, out DateTimeOffset expires)
    {
        expires = default;
        if (!TryRead(claims, "exp", out var exp) || !TryRead(claims, "nbf", out var nbf) || !TryRead(claims, "iat", out _))
        {
            return TokenRefusal.Malformed;
        }

        if (exp is null)
        {
            return TokenRefusal.MissingExpiry;
        }

        expires = exp.Value;
        return HasPassed(expires, now) ? TokenRefusal.Expired
            : nbf - now > Leeway ? TokenRefusal.NotYetValid
            : null;
    }

    /// <summary>"On or after which": at the very second it is over.</summary>
    public static bool HasPassed(DateTimeOffset expires, DateTimeOffset now) => now - expires >= Leeway;

    private static bool TryRead(JsonElement claims, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!claims.TryGetProperty(name, out var value))
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds) || seconds is not (>= 0 and <= Latest))
        {
            return false;
        }

        time = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        return true;
    }
}
