using Doorward.Platform.Postgres.Private;
using Doorward.Testing;

namespace Doorward.Platform.Tests.Postgres.Private;

public sealed class SharingTests : ClusterTest
{
    [Fact]
    public async Task A_second_Doorward_on_the_folder_is_told_who_has_it_and_the_first_goes_on()
    {
        var data = DataFolder();
        await using var first = await Start(data);

        var second = await Host(data).Ended();

        second.ExitCode.ShouldBe(2);
        second.Error.ShouldContain($"Another Doorward (process {Environment.ProcessId}) is using {data}");
        second.Error.ShouldContain("DOORWARD_DATA");
        (await Ask<int>(first.ConnectionString, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_folder_reached_by_another_name_is_still_the_same_folder()
    {
        var data = DataFolder();
        await using var first = await Start(data);
        var link = Path.Combine(Root, "link");
        File.CreateSymbolicLink(link, data);

        (await Refusal(link)).Message.ShouldContain("Another Doorward");
    }

    [Fact]
    public async Task Of_many_that_start_at_once_one_gets_the_folder()
    {
        var data = DataFolder();
        var starts = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            try
            {
                return await Start(data);
            }
            catch (ClusterRefusal)
            {
                return null;
            }
        }));

        await using var winner = starts.Single(start => start is not null);
        (await Ask<int>(winner!.ConnectionString, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_command_beside_a_server_uses_its_database_and_leaves_it_running()
    {
        var data = DataFolder();
        var host = Host(data);
        await host.Ready();

        await using (var command = await PrivateCluster.Join(Options(data), Cancellation))
        {
            command.ProcessId.ShouldBe(RunningOn(data)!.Pid);
            (await Ask<int>(command.ConnectionString, "SELECT 1")).ShouldBe(1);
        }

        RunningOn(data).ShouldNotBeNull();
        await host.Close();
        RunningOn(data).ShouldBeNull();
    }

    [Fact]
    public async Task A_command_that_comes_while_the_server_is_starting_waits_for_it()
    {
        var data = DataFolder();
        var host = Host(data);
        await Eventually.So("the server has the folder", () => File.Exists(Path.Combine(data, "doorward.pid")));

        await using var command = await PrivateCluster.Join(Options(data), Cancellation);

        await host.Ready();
        command.ProcessId.ShouldBe(RunningOn(data)!.Pid);
    }

    [Fact]
    public async Task Commands_without_a_server_take_turns_and_stop_what_they_started()
    {
        var data = DataFolder();
        await using (await Start(data)) { }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var command = await PrivateCluster.Join(Options(data), Cancellation);
            (await Ask<int>(command.ConnectionString, "SELECT 1")).ShouldBe(1);
        }));

        RunningOn(data).ShouldBeNull();
    }

    [Fact]
    public async Task A_server_that_starts_while_a_command_runs_waits_for_it()
    {
        var data = DataFolder();
        Task<PrivateCluster> server;
        await using (var command = await PrivateCluster.Join(Options(data), Cancellation))
        {
            server = Start(data);
            (await Ask<int>(command.ConnectionString, "SELECT 1")).ShouldBe(1);
            server.IsCompleted.ShouldBeFalse();
        }

        await using var started = await server;
        (await Ask<int>(started.ConnectionString, "SELECT 1")).ShouldBe(1);
    }
}
