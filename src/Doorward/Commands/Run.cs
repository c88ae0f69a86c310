using Doorward.Home;
using Doorward.Platform.Configuration;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres;
using Doorward.Platform.Postgres.Migrations;
using Doorward.Platform.Postgres.Private;
using Npgsql;

namespace Doorward.Commands;

/// <summary>What every command does first and how every command ends: settings, database, and foreseen failures as sentences instead of traces.</summary>
internal static class Run
{
    private const int Failed = 1;

    // As a shell says it of Ctrl-C: what was asked for was not finished.
    private const int Stopped = 130;

    /// <summary>Runs <paramref name="work"/> with checked settings.</summary>
    public static Task<int> WithSettings(Func<DoorwardSettings, Task<int>> work, CancellationToken stop) =>
        WithSettings(_ => true, (settings, _) => work(settings), stop);

    /// <summary>Runs <paramref name="work"/> with checked settings, and with what <paramref name="prepare"/> made of those that the settings do not hold.</summary>
    public static async Task<int> WithSettings<T>(Func<SettingsProblems, T> prepare, Func<DoorwardSettings, T, Task<int>> work, CancellationToken stop)
    {
        var problems = new SettingsProblems();
        var settings = DoorwardSettings.Read(problems);
        var prepared = prepare(problems);
        problems.WriteTo(Console.Error);
        if (problems.Any)
        {
            return SettingsProblems.ExitCode;
        }

        try
        {
            return await work(settings, prepared);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Stopped;
        }
        catch (Exception refusal) when (refusal is ClusterRefusal or MigrationRefusal or LogRefusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return Failed;
        }
        catch (PostgresException refused) when (refused.SqlState is "28P01" or "28000" or "3D000" or "42501")
        {
            await Console.Error.WriteLineAsync(
                $"The database refuses: {refused.MessageText}. Give DATABASE_URL a user that may sign in and create schemas in an existing database.");
            return Failed;
        }
        catch (NpgsqlException unreachable) when (Outage.Is(unreachable))
        {
            await Console.Error.WriteLineAsync(
                $"The database cannot be reached: {unreachable.Message}. Check that it runs and that DATABASE_URL is right, "
                + "or leave DATABASE_URL out: Doorward then runs a PostgreSQL of its own.");
            return Failed;
        }
    }

    /// <summary>Runs <paramref name="work"/> beside a server, or by itself, on an up-to-date database.</summary>
    public static Task<int> WithDatabase(Func<NpgsqlDataSource, Task<int>> work, CancellationToken cancellation) => WithSettings(async settings =>
    {
        await using var home = await DatabaseHome.Join(settings.Home, cancellation);
        await using var database = NpgsqlDataSource.Create(home.ConnectionString);
        return await work(database);
    }, cancellation);
}
