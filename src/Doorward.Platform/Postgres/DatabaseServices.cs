using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Doorward.Platform.Postgres;

/// <summary>Registers the connections: one pool for reads and workers, one for commands.</summary>
public static class DatabaseServices
{
    /// <inheritdoc cref="DatabaseServices"/>
    public static IServiceCollection AddDatabase(this IServiceCollection services, string connectionString) => services
        .AddSingleton(_ => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "doorward",
            // A plan for any value, made once: with few values, as a page or a loader has, PostgreSQL would plan each time, for a third of what the queue costs.
            // It may be made while a table is still empty, and must not go on reading the whole of it for the life of the connection.
            Options = "-c jit=off -c plan_cache_mode=force_generic_plan -c enable_seqscan=off",
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            MaxPoolSize = 24,
        }))
        .AddSingleton(_ => new CommandDatabase(connectionString));
}
