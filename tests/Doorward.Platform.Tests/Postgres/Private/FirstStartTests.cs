using Doorward.Platform.Postgres.Private;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Platform.Tests.Postgres.Private;

public sealed class FirstStartTests : ClusterTest
{
    [Fact]
    public async Task A_folder_that_does_not_exist_becomes_a_database_that_is_safe_by_default()
    {
        var data = DataFolder("my front desk");
        await using var cluster = await PrivateCluster.Start(new PrivateClusterOptions { DataFolder = data }, Cancellation);

        (await Ask<string>(cluster.ConnectionString, "SELECT current_database() || ' ' || current_user")).ShouldBe("doorward doorward");
        foreach (var (setting, value) in new[]
        {
            ("listen_addresses", ""), ("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on"), ("data_checksums", "on"),
            ("server_encoding", "UTF8"), ("lc_collate", "C"), ("password_encryption", "scram-sha-256"), ("jit", "off"),
            ("max_connections", "100"), ("application_name", "doorward"), ("TimeZone", "UTC"),
        })
        {
            var actual = setting == "lc_collate"
                ? await Ask<string>(cluster.ConnectionString, "SELECT datcollate FROM pg_database WHERE datname = 'doorward'")
                : await Ask<string>(cluster.ConnectionString, $"SELECT current_setting('{setting}')");
            actual.ShouldBe(value, setting);
        }
        (await Ask<string>(cluster.ConnectionString, "SELECT lower('ÉÃÇ')")).ShouldBe("éãç");
    }

    [Fact]
    public async Task Only_the_owner_can_read_the_password_or_reach_the_socket()
    {
        var data = DataFolder();
        await using var cluster = await Start(data);

        const UnixFileMode readWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (var file in new[] { "postgres.password", "postgres.log", "doorward.lock" })
            File.GetUnixFileMode(Path.Combine(data, file)).ShouldBe(readWrite, file);
        foreach (var folder in new[] { "postgres", "socket" })
            File.GetUnixFileMode(Path.Combine(data, folder)).ShouldBe(readWrite | UnixFileMode.UserExecute, folder);

        var wrong = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Password = "guess" }.ConnectionString;
        (await Should.ThrowAsync<PostgresException>(() => Ask<int>(wrong, "SELECT 1"))).SqlState.ShouldBe("28P01");
        var none = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Password = null }.ConnectionString;
        await Should.ThrowAsync<NpgsqlException>(() => Ask<int>(none, "SELECT 1"));
    }

    [Fact]
    public async Task What_people_wrote_does_not_reach_the_log()
    {
        var data = DataFolder();
        await using (var cluster = await Start(data))
        {
            await Tell(cluster.ConnectionString, "CREATE TABLE people (email text CONSTRAINT one_each UNIQUE); INSERT INTO people VALUES ('ana@example.test')");
            foreach (var failing in new[] { "INSERT INTO people VALUES ('ana@example.test')", "SELECT 'ana@example.test'::uuid" })
                await Should.ThrowAsync<PostgresException>(() => Tell(cluster.ConnectionString, failing));
        }

        var log = await File.ReadAllTextAsync(Path.Combine(data, "postgres.log"), Cancellation);
        log.ShouldContain("database system is shut down");
        log.ShouldNotContain("ana@example.test");
    }

    [Fact]
    public async Task The_data_is_there_after_a_restart()
    {
        var data = DataFolder();
        await using (var cluster = await Start(data)) await Tell(cluster.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");

        RunningOn(data).ShouldBeNull();
        await using var again = await Start(data);
        (await Ask<int>(again.ConnectionString, "SELECT answer FROM kept")).ShouldBe(42);
    }

    [Fact]
    public async Task A_start_that_was_killed_while_it_made_the_database_leaves_nothing_in_the_way()
    {
        var data = DataFolder();
        var host = Host(data);
        await Eventually.So("initdb is at work", () =>
            Directory.Exists(data) && Directory.GetFiles(data, "PG_VERSION", SearchOption.AllDirectories).Length > 0);
        await host.Kill();
        Directory.Exists(Path.Combine(data, "postgres")).ShouldBeFalse("killed too late to test anything");

        await using (var cluster = await Start(data)) (await Ask<int>(cluster.ConnectionString, "SELECT 1")).ShouldBe(1);
        await using (await Start(data)) Directory.GetDirectories(data, "postgres.new-*").ShouldBeEmpty();
    }
}
