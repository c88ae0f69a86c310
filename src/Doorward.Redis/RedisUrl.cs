using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Doorward.Redis;

/// <summary>
/// Reads <c>redis://user:password@host:6379/0</c>, the same with <c>rediss://</c> for TLS, and <c>unix:///run/redis.sock?db=0</c>. Parameters:
/// <c>db</c>, <c>protocol</c> (2 or 3), <c>name</c> (of the client) and <c>ca</c> (a PEM file with the authorities to trust).
/// </summary>
public static class RedisUrl
{
    private const string Shape =
        "Write it as redis://user:password@host:6379/0, rediss://… for TLS, or unix:///path/of/the.sock?db=0 (percent-encode @ : / ? # in the password).";

    /// <summary>The options, or a sentence that says what cannot be understood. It never repeats a value: the password may be anywhere.</summary>
    public static (RedisOptions? Options, string? Problem) TryParse(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        try
        {
            return (Parse(url), null);
        }
        catch (FormatException refused)
        {
            return (null, refused.Message);
        }
    }

    /// <summary>The options.</summary>
    /// <exception cref="FormatException">It cannot be understood; the message never repeats a value.</exception>
    public static RedisOptions Parse(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var (scheme, rest) = Cut(url.Trim(), "://");
        var (location, query) = Cut(rest ?? throw Refuse("is no URL."), "?");
        var options = scheme.ToLowerInvariant() switch
        {
            "redis" => Tcp(location),
            "rediss" => Tcp(location) with { UseTls = true },
            "unix" or "redis+unix" => Unix(location),
            _ => throw Refuse("is a URL of another kind."),
        };
        return (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries).Aggregate(options, Parameter);
    }

    private static RedisOptions Tcp(string location)
    {
        var at = location.LastIndexOf('@');
        var (place, database) = Cut(location[(at + 1)..], "/");
        var bracket = place.StartsWith('[') ? place.IndexOf(']', StringComparison.Ordinal) : -1;
        var (host, port) = bracket > 0 ? (place[1..bracket], place.Length > bracket + 2 ? place[(bracket + 2)..] : null) : Cut(place, ":");
        return SignIn(new RedisOptions(), at < 0 ? null : location[..at]) with
        {
            Host = host.Length > 0 ? Unescape(host) : throw Refuse("names no host."),
            Port = string.IsNullOrEmpty(port) ? RedisOptions.DefaultPort : Number(port, 1, 65535, "has a port that is no number from 1 to 65535."),
            Database = string.IsNullOrEmpty(database) ? 0 : DatabaseNumber(database),
        };
    }

    private static RedisOptions Unix(string location)
    {
        var at = location.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? location[..slash].LastIndexOf('@') : -1;
        var path = Unescape(location[(at + 1)..]);
        return path.StartsWith('/') && path.Length > 1
            ? SignIn(new RedisOptions(), at < 0 ? null : location[..at]) with { SocketPath = path }
            : throw Refuse("names no path of a socket.");
    }

    private static RedisOptions SignIn(RedisOptions options, string? userAndPassword)
    {
        if (string.IsNullOrEmpty(userAndPassword))
        {
            return options;
        }

        var (user, password) = Cut(userAndPassword, ":");
        return options with { User = user.Length == 0 ? null : Unescape(user), Password = string.IsNullOrEmpty(password) ? null : Unescape(password) };
    }

    private static RedisOptions Parameter(RedisOptions options, string parameter)
    {
        var (name, value) = Cut(parameter, "=");
        return (name, Unescape(value ?? "")) switch
        {
            ("db", var database) => options with { Database = DatabaseNumber(database) },
            ("protocol", "2") => options with { Protocol = 2 },
            ("protocol", "3") => options with { Protocol = 3 },
            ("name", { Length: > 0 } client) when client.All(c => c is > ' ' and <= '~') => options with { ClientName = client },
            ("ca", var file) => options with { TrustedAuthorities = Authorities(file) },
            _ => throw Refuse("has a parameter that is unknown or has a value it cannot have; there are db, protocol, name and ca."),
        };
    }

    private static X509Certificate2Collection Authorities(string file)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            return authorities.Count > 0 ? authorities : throw Refuse("has a ca that is a file without certificates.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw Refuse("has a ca that is no readable PEM file.");
        }
    }

    private static int DatabaseNumber(string text) => Number(text, 0, int.MaxValue, "has a database that is no number.");

    private static int Number(string text, int least, int most, string refusal) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : throw Refuse(refusal);

    private static string Unescape(string text) => Uri.UnescapeDataString(text);

    private static FormatException Refuse(string what) => new($"{what} {Shape}");

    private static (string Before, string? After) Cut(string text, string at)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + at.Length)..]);
    }
}
