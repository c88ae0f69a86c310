using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Http;
using Doorward.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Events.Redis;

/// <summary>Registers the bridge to Redis.</summary>
public static class RedisServices
{
    /// <summary>Publishes the log to that Redis; null: to none, and what an earlier bridge left does not hold up the log's pruning.</summary>
    public static IServiceCollection AddRedis(this IServiceCollection services, RedisSettings? settings) => settings is null
        ? services.AddHostedService<Forget>()
        : services
            .AddSingleton(settings)
            .AddSingleton(all => new RedisClient(settings.Server, all.GetRequiredService<ILogger<RedisClient>>(), all.GetRequiredService<TimeProvider>()))
            .AddSingleton<Publication>()
            .AddSingleton<IReadiness, RedisReadiness>()
            .AddHostedService<RedisPublisher>();

    /// <summary>Takes the cursor away that nobody holds. A bridge that comes back finds its place by the marker in Redis.</summary>
    private sealed class Forget(NpgsqlDataSource database, ILogger<Forget> log) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try
            {
                await using var command = database.CreateCommand(
                    "DELETE FROM events.cursors WHERE subscriber = $1 AND (lease_until IS NULL OR lease_until < clock_timestamp())");
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = RedisPublisher.CursorName });
                await command.ExecuteNonQueryAsync(stoppingToken);
            }
            catch (NpgsqlException failure)
            {
                log.LogDebug(failure, "What an earlier bridge left is forgotten at another start");
            }
        }
    }
}
