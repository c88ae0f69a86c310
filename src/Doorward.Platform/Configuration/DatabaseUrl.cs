using Npgsql;

namespace Doorward.Platform.Configuration;

/// <summary>
/// Reads what people have in DATABASE_URL: a <c>postgres://</c> or <c>postgresql://</c> URI as libpq defines it
/// (PostgreSQL manual, 34.1.1.2 Connection URIs), or Npgsql's own <c>Host=…;Username=…</c>.
/// </summary>
public static class DatabaseUrl
{
    private const string Shape =
        "Write it as postgres://user:password@host:5432/database (percent-encode @ : / ? # in the password), or as Host=…;Username=…;Password=…;Database=….";

    /// <summary>
    /// The connection string for Npgsql, or a sentence that says what cannot be understood. The sentence never repeats
    /// a value: the password may be anywhere in a malformed text.
    /// </summary>
    public static (string? ConnectionString, string? Problem) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        try
        {
            foreach (var scheme in (ReadOnlySpan<string>)["postgres://", "postgresql://"])
            {
                if (trimmed.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                {
                    return (ConnectionUri.Read(trimmed[scheme.Length..]).ConnectionString, null);
                }
            }

            return trimmed.Contains("://", StringComparison.Ordinal)
                ? (null, $"is a URL of another kind of database. {Shape}")
                : Keywords(trimmed);
        }
        catch (FormatException refused)
        {
            return (null, $"{refused.Message} {Shape}");
        }
    }

    private static (string?, string?) Keywords(string text)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);
            // libpq's "host=a dbname=b" would otherwise be one strange host name
            return builder.Host is not { Length: > 0 } host ? (null, $"names no host. {Shape}")
                : !host.StartsWith('/') && host.AsSpan().ContainsAny(' ', '=') ? (null, $"separates its parts by spaces; they are separated by semicolons. {Shape}")
                : (text, null);
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            return (null, $"is neither a postgres:// URL nor a connection string. {Shape}");
        }
    }
}
