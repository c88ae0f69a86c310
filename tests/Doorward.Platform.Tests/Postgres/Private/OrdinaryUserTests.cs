using Doorward.Platform.Postgres.Private;

namespace Doorward.Platform.Tests.Postgres.Private;

/// <summary>Doorward as a user who is not root.</summary>
public sealed class OrdinaryUserTests : ClusterTest
{
    private static readonly string[] AsNobody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "env", "HOME=/tmp", "DOTNET_CLI_HOME=/tmp"];

    [Fact]
    public async Task Runs_the_database_as_itself_and_root_may_start_it_later()
    {
        await MustBecomeNobody();
        var data = DataFolder("theirs/data");
        Libc.ChangeOwner(Directory.CreateDirectory(Path.GetDirectoryName(data)!).FullName, 65534, 65534);

        var host = Host(data, AsNobody);
        (await Ask<int>(await host.Ready(), "SELECT 1")).ShouldBe(1);
        await host.Close();
        File.GetUnixFileMode(data).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await using (var asRoot = await Start(data)) (await Ask<int>(asRoot.ConnectionString, "SELECT 1")).ShouldBe(1);

        var again = Host(data, AsNobody);
        (await Ask<int>(await again.Ready(), "SELECT 1")).ShouldBe(1);
        await again.Close();
    }

    [Fact]
    public async Task Is_told_when_the_folder_is_not_theirs_to_write()
    {
        await MustBecomeNobody();
        var data = DataFolder();
        Directory.CreateDirectory(data);

        var (exitCode, error) = await Host(data, AsNobody).Ended();
        exitCode.ShouldBe(2);
        error.ShouldContain($"nobody may not read and write all of {data}");
        error.ShouldContain($"chown -R nobody '{data}'");
    }

    [Fact]
    public async Task Is_told_when_the_folder_cannot_be_made()
    {
        await MustBecomeNobody();
        var data = DataFolder("not/here");

        var (exitCode, error) = await Host(data, AsNobody).Ended();
        exitCode.ShouldBe(2);
        error.ShouldContain($"{data} cannot be made or opened");
    }

    [Fact]
    public async Task Is_told_when_root_made_the_folder()
    {
        await MustBecomeNobody();
        var data = DataFolder();
        await using (await Start(data)) { }

        var (exitCode, error) = await Host(data, AsNobody).Ended();
        exitCode.ShouldBe(2);
        error.ShouldContain("Run Doorward as the owner of the folder");
    }

    private static async Task MustBecomeNobody()
    {
        MustBeRoot();
        var reads = await Child.Run("/usr/bin/setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "test", "-r", HostProcess.Program], null, Cancellation);
        if (!reads.Succeeded) Assert.Skip($"The user nobody may not read {HostProcess.Program}: build outside of closed folders.");
    }
}
