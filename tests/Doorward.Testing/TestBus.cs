using Doorward.Platform.Events.Redis;
using Doorward.Redis;
using Npgsql;

namespace Doorward.Testing;

/// <summary>
/// Which bus the program runs on in this run of the tests. With <c>DOORWARD_TEST_BUS=redis</c> every Doorward that a test opens has its events carried by a
/// Redis that they share, under names of its database's own; otherwise, and where a test brings a Redis itself, nothing is added. Tests that stand for what subscribers do
/// have the trait <c>Bus=both</c>: <c>./test</c> runs them on either.
/// </summary>
public static class TestBus
{
    /// <summary>The name of the trait.</summary>
    public const string Trait = "Bus";

    /// <summary>Its value for tests that run on either bus.</summary>
    public const string Both = "both";

    private static readonly Lazy<Task<RedisServer>> Server = new(() => RedisServer.Start());

    /// <summary>Whether Redis carries the events.</summary>
    public static bool IsRedis { get; } = Environment.GetEnvironmentVariable("DOORWARD_TEST_BUS") switch
    {
        null or "" or "postgres" => false,
        "redis" => true,
        var other => throw new InvalidOperationException($"DOORWARD_TEST_BUS is {other}: give postgres or redis."),
    };

    /// <summary>For a Doorward in this process; null: the database's own bus.</summary>
    public static async Task<RedisSettings?> Settings(string connectionString) => IsRedis
        ? new RedisSettings(RedisUrl.Parse((await Server.Value).Url)) { Prefix = Prefix(connectionString), IsBus = true }
        : null;

    /// <summary>For a Doorward in a process of its own: its settings, and the variables that name the bus.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> With(IReadOnlyDictionary<string, string>? settings, string? connectionString)
    {
        var all = new Dictionary<string, string>(settings ?? new Dictionary<string, string>());
        if (IsRedis && connectionString is not null && all.TryAdd("REDIS_URL", (await Server.Value).Url))
        {
            all["DOORWARD_BUS"] = "redis";
            all["DOORWARD_REDIS__PREFIX"] = Prefix(connectionString);
        }

        return all;
    }

    private static string Prefix(string connectionString) => $"{new NpgsqlConnectionStringBuilder(connectionString).Database}:";
}
