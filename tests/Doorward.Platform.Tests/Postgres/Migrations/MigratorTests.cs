using System.Reflection;
using System.Text;
using Doorward.Platform.Postgres;
using Doorward.Platform.Postgres.Migrations;
using Doorward.Testing;
using Npgsql;
using Module = Doorward.Platform.Postgres.Module;

namespace Doorward.Platform.Tests.Postgres.Migrations;

public sealed class MigratorTests : IAsyncDisposable
{
    private readonly Paper _paper = new() { ["0001-rooms.sql"] = "CREATE TABLE rooms (n int)", ["0002-first-room.sql"] = "INSERT INTO rooms VALUES (1)" };
    private NpgsqlDataSource? _database;

    [Fact]
    public async Task Files_are_applied_once_and_in_order()
    {
        (await Apply()).ShouldBe(2);
        (await Apply()).ShouldBe(0);
        _paper["0003-second-room.sql"] = "INSERT INTO rooms VALUES (2)";
        (await Apply()).ShouldBe(1);
        (await Database.Ask<long>("SELECT sum(n) FROM rooms")).ShouldBe(3);
    }

    [Fact]
    public async Task Nodes_that_start_at_once_apply_them_once()
    {
        await Open();
        _paper["0003-slowly.sql"] = "SELECT pg_sleep(0.2)";
        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(Apply)));
        applied.Order().ShouldBe([0, 0, 0, 0, 0, 0, 0, 3]);
        (await Database.Ask<long>("SELECT count(*) FROM rooms")).ShouldBe(1);
    }

    [Fact]
    public async Task A_change_takes_as_long_as_it_takes_and_the_other_nodes_wait_for_it()
    {
        _paper["0003-slowly.sql"] = "SELECT pg_sleep(1.5)";
        await using var impatient = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(await TestCluster.EmptyDatabase()) { CommandTimeout = 1 });
        var applied = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Apply(impatient))));
        applied.Order().ShouldBe([0, 3]);
    }

    [Fact]
    public async Task A_file_that_was_changed_after_it_was_applied_is_refused()
    {
        await Apply();
        _paper["0002-first-room.sql"] = "INSERT INTO rooms VALUES (7)";
        _paper["0003-more.sql"] = "INSERT INTO rooms VALUES (3)";
        var refusal = await Should.ThrowAsync<MigrationRefusal>(Apply);
        refusal.Message.ShouldContain("house 0002-first-room was changed");
        (await Database.Ask<long>("SELECT sum(n) FROM rooms")).ShouldBe(1);
    }

    [Fact]
    public async Task A_database_that_is_newer_than_the_program_is_refused()
    {
        await Apply();
        _paper.Remove("0002-first-room.sql");
        var refusal = await Should.ThrowAsync<MigrationRefusal>(Apply);
        refusal.Message.ShouldContain("newer than this program");
        refusal.Message.ShouldContain("house 0002-first-room");
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_behind()
    {
        await Open();
        _paper["0003-broken.sql"] = "CREATE TABLE halls (n int); INSERT INTO halls VALUES ('no number')";
        (await Should.ThrowAsync<PostgresException>(Apply)).SqlState.ShouldBe("22P02");
        (await Database.Ask<long>("SELECT count(*) FROM pg_class WHERE relname IN ('rooms', 'halls', 'migrations')")).ShouldBe(0);

        _paper["0003-broken.sql"] = "SELECT 1";
        (await Apply()).ShouldBe(3);
    }

    [Theory]
    [InlineData("0002-twice.sql")]
    [InlineData("0000-nought.sql")]
    [InlineData("unnumbered.sql")]
    [InlineData("x003-letters.sql")]
    public async Task Files_without_a_number_of_their_own_are_refused_before_anything_is_applied(string file)
    {
        await Open();
        _paper[file] = "SELECT 1";
        (await Should.ThrowAsync<InvalidOperationException>(Apply)).Message.ShouldContain(Path.GetFileNameWithoutExtension(file).Split('-')[0]);
        (await Database.Ask<long>("SELECT count(*) FROM pg_class WHERE relname = 'rooms'")).ShouldBe(0);
    }

    [Fact]
    public async Task Modules_are_applied_one_after_the_other_and_number_for_themselves()
    {
        await Open();
        var garden = new Paper { ["0001-view.sql"] = "CREATE VIEW doors AS SELECT * FROM rooms" };
        (await new Migrator([new Module("house", _paper), new Module("garden", garden)]).Apply(Database, default)).ShouldBe(3);
    }

    public async ValueTask DisposeAsync() => await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);

    private NpgsqlDataSource Database => _database!;

    private async Task Open() => _database ??= NpgsqlDataSource.Create(await TestCluster.EmptyDatabase());

    private async Task<int> Apply()
    {
        await Open();
        return await Apply(Database);
    }

    private Task<int> Apply(NpgsqlDataSource database) =>
        new Migrator([new Module("house", _paper)]).Apply(database, TestContext.Current.CancellationToken);

    /// <summary>An assembly that has nothing but the migrations written on it.</summary>
    private sealed class Paper : Assembly
    {
        private readonly Dictionary<string, string> _files = [];

        public string this[string file]
        {
            set => _files["Migrations/" + file] = value;
        }

        public void Remove(string file) => _files.Remove("Migrations/" + file);

        public override string[] GetManifestResourceNames() => [.. _files.Keys];

        public override Stream? GetManifestResourceStream(string name) => new MemoryStream(Encoding.UTF8.GetBytes(_files[name]));

        public override AssemblyName GetName() => new("Paper");
    }
}
