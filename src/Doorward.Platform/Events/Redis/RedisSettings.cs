using Doorward.Platform.Configuration;
using Doorward.Redis;

namespace Doorward.Platform.Events.Redis;

/// <summary>The Redis to which the log is published.</summary>
/// <param name="Server">Where it is.</param>
public sealed record RedisSettings(RedisOptions Server)
{
    private const string Postgres = "postgres";
    private const string Redis = "redis";

    /// <summary>What the names of keys begin with, so that installations can share a server.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>How long entries are kept; null: as long as they fit.</summary>
    public TimeSpan? Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How many entries a stream holds at the most; null: as many as are within the retention.</summary>
    public int? LongestStream { get; init; }

    /// <summary>Whether Doorward's own subscribers run from consumer groups too, rather than from the database's log alone.</summary>
    public bool IsBus { get; init; }

    /// <summary>The name of a stream in Redis.</summary>
    public string KeyOf(string stream) => Prefix + stream;

    /// <summary>Reads <c>REDIS_URL</c> and what belongs to it; null when there is none.</summary>
    public static RedisSettings? Read(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var url = settings.Standard("REDIS_URL");
        var hours = settings.WholeNumber("redis:retention_hours", 168, 0, 87_600);
        var entries = settings.WholeNumber("redis:stream_entries", 0, 0, int.MaxValue);
        var prefix = settings.Text("redis:prefix", "");
        if (prefix.Length > 50 || !prefix.All(c => char.IsAsciiLetterOrDigit(c) || ":-_.".Contains(c, StringComparison.Ordinal)))
        {
            settings.Problems.Add(Settings.VariableOf("redis:prefix"), "is no prefix of names.", "Give up to 50 letters, digits and : - _ . such as lisbon: or leave it out.");
        }

        var bus = settings.OneOf("bus", Postgres, Postgres, Redis);
        if (url is null)
        {
            if (bus is Redis)
            {
                settings.Problems.Add(Settings.VariableOf("bus"), "asks for Redis, and no Redis is named.", "Set REDIS_URL, or leave it out: Doorward needs no Redis.");
            }

            return null;
        }

        var (server, problem) = RedisUrl.TryParse(url);
        if (server is null)
        {
            settings.Problems.Add("REDIS_URL", problem!, "Without it, nothing is published.");
            return null;
        }

        return new RedisSettings(server with { ClientName = server.ClientName ?? "doorward" })
        {
            Prefix = prefix,
            Retention = hours == 0 ? null : TimeSpan.FromHours(hours),
            LongestStream = entries == 0 ? null : entries,
            IsBus = bus is Redis,
        };
    }
}
