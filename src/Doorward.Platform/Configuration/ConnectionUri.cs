using System.Globalization;
using Npgsql;

namespace Doorward.Platform.Configuration;

/// <summary>What follows <c>postgres://</c>. System.Uri is no help: it refuses libpq's percent-encoded socket folders and several hosts.</summary>
internal static class ConnectionUri
{
    public static NpgsqlConnectionStringBuilder Read(string rest)
    {
        var builder = new NpgsqlConnectionStringBuilder();
        var (location, query) = Cut(rest, '?');
        var (authority, database) = Cut(location, '/');
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], ':');
            Set(user, value => builder.Username = value);
            Set(password, value => builder.Password = value);
        }

        ReadHosts(builder, authority[(at + 1)..]);
        Set(database, value => builder.Database = value);
        foreach (var parameter in (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(parameter, '=');
            ReadParameter(builder, Unescape(name), Unescape(value ?? ""));
        }

        if (string.IsNullOrEmpty(builder.Host))
        {
            throw new FormatException("names no host.");
        }

        return builder;
    }

    private static void ReadHosts(NpgsqlConnectionStringBuilder builder, string hosts)
    {
        if (hosts.Contains(',', StringComparison.Ordinal))
        {
            builder.Host = string.Join(',', hosts.Split(',').Select(Unescape));
            return;
        }

        // [::1]:5432 keeps its colons inside the brackets
        var bracket = hosts.StartsWith('[') ? hosts.IndexOf(']', StringComparison.Ordinal) : -1;
        var (host, port) = bracket > 0
            ? (hosts[1..bracket], hosts.Length > bracket + 1 ? hosts[(bracket + 2)..] : null)
            : Cut(hosts, ':');
        Set(host, value => builder.Host = value);
        if (!string.IsNullOrEmpty(port))
        {
            builder.Port = Port(port);
        }
    }

    private static void ReadParameter(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        try
        {
            switch (name)
            {
                case "host": builder.Host = value; break;
                case "port": builder.Port = Port(value); break;
                case "dbname": builder.Database = value; break;
                case "user": builder.Username = value; break;
                case "sslmode": builder.SslMode = Mode(value); break;
                case "connect_timeout": builder.Timeout = Math.Max(0, int.Parse(value, CultureInfo.InvariantCulture)); break;
                case "sslrootcert": builder.RootCertificate = value; break;
                case "sslcert": builder.SslCertificate = value; break;
                case "sslkey": builder.SslKey = value; break;
                // application_name, target_session_attrs and the like differ from Npgsql's own names by the underscore only
                default: builder[name.Replace('_', ' ')] = value; break;
            }
        }
        catch (Exception unusable) when (unusable is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            // the name may be part of a password that holds an unescaped '?', so it is shown only when it looks like a name
            throw new FormatException(name.Length <= 30 && name.All(c => char.IsAsciiLetter(c) || c == '_')
                ? $"has the parameter {name} that is unknown or has a value it cannot have."
                : "has a parameter that is unknown.");
        }
    }

    private static SslMode Mode(string value) => value switch
    {
        "disable" => SslMode.Disable,
        "allow" => SslMode.Allow,
        "prefer" => SslMode.Prefer,
        "require" => SslMode.Require,
        "verify-ca" => SslMode.VerifyCA,
        "verify-full" => SslMode.VerifyFull,
        _ => throw new FormatException(),
    };

    private static int Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? port
            : throw new FormatException("has a port that is no number from 1 to 65535.");

    private static void Set(string? escaped, Action<string> assign)
    {
        if (!string.IsNullOrEmpty(escaped))
        {
            assign(Unescape(escaped));
        }
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text);

    private static (string Before, string? After) Cut(string text, char at)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }
}
