using Doorward.Platform.Postgres.Private;

namespace Doorward.Platform.Tests.Postgres.Private;

public sealed class FolderTests : ClusterTest
{
    [Theory]
    [InlineData("with spaces in it")]
    [InlineData("it's \"a\" $HOME `x`, b:c=d;é @host")]
    public async Task Any_name_will_do(string name)
    {
        await using var cluster = await Start(DataFolder(name));
        (await Ask<int>(cluster.ConnectionString, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_path_longer_than_a_socket_may_have_gets_a_short_place_for_it()
    {
        var data = DataFolder(string.Join('/', Enumerable.Repeat("a-rather-long-name-for-a-folder", 6)));
        await using var cluster = await Start(data);

        (await Ask<int>(cluster.ConnectionString, "SELECT 1")).ShouldBe(1);
        SocketFolder.Choose(data).Length.ShouldBeLessThan(92);
        await using var command = await PrivateCluster.Join(Options(data), Cancellation);
        (await Ask<int>(command.ConnectionString, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_short_place_that_another_user_prepared_is_not_walked_into()
    {
        var data = DataFolder(new string('x', 100));
        Directory.CreateDirectory(data);
        var trap = SocketFolder.Choose(data);
        Directory.CreateDirectory(trap, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);

        (await Refusal(data)).Message.ShouldContain($"{trap} should hold the private PostgreSQL's socket");
    }

    [Fact]
    public async Task A_parent_that_the_server_user_may_not_pass_is_named_with_its_remedy()
    {
        MustBeRoot();
        var closed = Directory.CreateDirectory(Path.Combine(Root, "closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var refusal = await Refusal(DataFolder("closed/data"));

        refusal.Message.ShouldContain($"may not pass through {closed.FullName} to");
        refusal.Message.ShouldContain($"chmod o+x '{closed.FullName}'");
    }

    [Fact]
    public async Task A_file_in_place_of_the_folder_is_named()
    {
        var data = DataFolder("a-file");
        await File.WriteAllTextAsync(data, "", Cancellation);
        (await Refusal(data)).Message.ShouldContain("is a file");
        File.Delete(data);
    }

    [Fact]
    public async Task A_read_only_file_system_is_named_and_not_touched()
    {
        MustBeRoot();
        var data = DataFolder();
        await using (await Start(data)) { }
        var view = DataFolder("view");
        await Mount(view, "--bind", "-o", "ro", data);

        (await Refusal(view)).Message.ShouldContain("read-only file system");
    }

    [Fact]
    public async Task A_folder_on_a_read_only_file_system_that_cannot_be_made_is_named()
    {
        MustBeRoot();
        var view = Path.Combine(Root, "view");
        Directory.CreateDirectory(Path.Combine(Root, "source"));
        await Mount(view, "--bind", "-o", "ro", Path.Combine(Root, "source"));

        (await Refusal(DataFolder("view/data"))).Message.ShouldContain($"{view}/data cannot be made or opened");
    }

    [Fact]
    public async Task A_folder_made_by_another_major_version_says_which_one_to_install()
    {
        var data = DataFolder();
        await using (await Start(data)) { }
        await File.WriteAllTextAsync(Path.Combine(data, "postgres/PG_VERSION"), "9\n", Cancellation);

        var refusal = await Refusal(data);
        refusal.Message.ShouldContain("was made by PostgreSQL 9");
        refusal.Message.ShouldContain("apt-get install postgresql-9");
    }

    [Fact]
    public async Task A_folder_that_is_no_database_is_left_alone()
    {
        var data = DataFolder();
        Directory.CreateDirectory(Path.Combine(data, "postgres"));
        await File.WriteAllTextAsync(Path.Combine(data, "postgres/thesis.txt"), "mine", Cancellation);

        (await Refusal(data)).Message.ShouldContain("is not a PostgreSQL folder");
        File.Exists(Path.Combine(data, "postgres/thesis.txt")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_lost_or_wrong_password_is_named_and_nothing_is_left_running()
    {
        var data = DataFolder();
        await using (await Start(data)) { }
        var password = Path.Combine(data, "postgres.password");
        await File.WriteAllTextAsync(password, "wrong\n", Cancellation);
        (await Refusal(data)).Message.ShouldContain("is not that of the database");
        RunningOn(data).ShouldBeNull();

        File.Delete(password);
        (await Refusal(data)).Message.ShouldContain("postgres.password is missing");
        RunningOn(data).ShouldBeNull();
    }

    [Fact]
    public async Task A_copy_restored_as_root_says_whom_to_give_it_to()
    {
        MustBeRoot();
        var data = DataFolder();
        await using (await Start(data)) { }
        Libc.ChangeOwner(Path.Combine(data, "postgres"), 0, 0);

        (await Refusal(data)).Message.ShouldContain($"chown -R postgres: '{data}/postgres'");
    }
}
