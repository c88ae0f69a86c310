using Doorward.Accounts;
using Doorward.Platform;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres.Migrations;
using Doorward.Platform.Postgres.Private;
using Doorward.Support;
using Doorward.Visits;
using Npgsql;

namespace Doorward.Home;

/// <summary>The database of this Doorward, up to date: given by DATABASE_URL, or a private PostgreSQL that runs for as long as this object lives.</summary>
internal sealed class DatabaseHome : IAsyncDisposable
{
    private static readonly Migrator Migrations = new([PlatformModule.Module, AccountsModule.Module, VisitsModule.Module, SupportModule.Module]);

    private readonly PrivateCluster? _cluster;

    private DatabaseHome(string connectionString, PrivateCluster? cluster, int migrated) =>
        (ConnectionString, _cluster, Migrated) = (connectionString, cluster, migrated);

    public string ConnectionString { get; }

    /// <summary>How many migrations were applied on the way.</summary>
    public int Migrated { get; }

    /// <summary>Completes with the reason when the private PostgreSQL dies; never for a database that was given.</summary>
    public Task<string> Died => _cluster?.Exited ?? new TaskCompletionSource<string>().Task;

    /// <summary>For the server: the private PostgreSQL is this process's own.</summary>
    public static Task<DatabaseHome> Start(HomeSettings settings, CancellationToken cancellation) => Open(settings, PrivateCluster.Start, cancellation);

    /// <summary>For a command beside the server: uses its private PostgreSQL if it runs.</summary>
    public static Task<DatabaseHome> Join(HomeSettings settings, CancellationToken cancellation) => Open(settings, PrivateCluster.Join, cancellation);

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<DatabaseHome> Open(
        HomeSettings settings, Func<PrivateClusterOptions, CancellationToken, Task<PrivateCluster>> open, CancellationToken cancellation)
    {
        var cluster = settings.ConnectionString is null
            ? await open(new PrivateClusterOptions { DataFolder = settings.DataFolder }, cancellation)
            : null;
        try
        {
            // UTC whatever the server's own setting is: times inside JSON are written by PostgreSQL.
            var connectionString = new NpgsqlConnectionStringBuilder(settings.ConnectionString ?? cluster!.ConnectionString) { Timezone = "UTC" }.ConnectionString;
            await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
            var migrated = await Migrations.Apply(database, cancellation);
            await LogOrder.Check(database, cancellation);
            return new DatabaseHome(connectionString, cluster, migrated);
        }
        catch
        {
            await (cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }
}
