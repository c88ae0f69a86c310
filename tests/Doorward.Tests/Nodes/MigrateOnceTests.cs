using Doorward.Accounts;
using Doorward.Platform;
using Doorward.Platform.Postgres.Migrations;
using Doorward.Testing;
using Doorward.Visits;
using Npgsql;

namespace Doorward.Tests.Nodes;

public sealed class MigrateOnceTests
{
    [Fact]
    public async Task Three_that_meet_a_database_from_before_the_support_part_bring_it_up_once()
    {
        var connectionString = await TestCluster.EmptyDatabase();
        await using var database = NpgsqlDataSource.Create(connectionString);
        var older = await new Migrator([PlatformModule.Module, AccountsModule.Module, VisitsModule.Module]).Apply(database, CancellationToken.None);

        var all = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => DoorwardProcess.Run(connectionString, null, "migrate")));

        await using var count = database.CreateCommand("SELECT count(*) FROM platform.migrations");
        var missing = (long)(await count.ExecuteScalarAsync())! - older;
        missing.ShouldBePositive();
        all.ShouldAllBe(one => one.ExitCode == 0);
        all.Select(one => one.Said.Trim()).Order().ShouldBe([$"{missing} migrations applied.", "The database is up to date.", "The database is up to date."]);
    }
}
