using System.Net;
using System.Net.Sockets;
using Doorward.Platform.Postgres.Private;
using Doorward.Testing;

namespace Doorward.Platform.Tests.Postgres.Private;

public sealed class StoppingTests : ClusterTest
{
    private const int Interrupt = 2, Kill = 9, Terminate = 15, Continue = 18, Pause = 19;

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public async Task A_Doorward_told_to_stop_stops_its_database_cleanly(int signal)
    {
        var data = DataFolder();
        var host = Host(data);
        await host.Ready();
        host.Signal(signal);

        (await host.Ended()).ExitCode.ShouldBe(0);
        RunningOn(data).ShouldBeNull();
        (await Log(data)).ShouldEndWith("database system is shut down");
    }

    [Fact]
    public async Task Ctrl_C_reaches_Doorward_and_not_its_database()
    {
        var data = DataFolder();
        // setsid makes the host the leader of a group, as a shell does.
        var host = Host(data, "setsid");
        var connectionString = await host.Ready();

        // Held still, the host cannot be the one who tells PostgreSQL.
        host.Signal(Pause);
        host.SignalGroup(Interrupt);
        (await Ask<int>(connectionString, "SELECT 1 FROM pg_sleep(0.05)")).ShouldBe(1);
        (await Log(data)).ShouldNotContain("shutdown request");

        host.Signal(Continue);
        (await host.Ended()).ExitCode.ShouldBe(0);
        (await Log(data)).ShouldEndWith("database system is shut down");
    }

    [Fact]
    public async Task A_client_in_the_middle_of_something_does_not_hold_up_the_stop()
    {
        var data = DataFolder();
        var cluster = await Start(data);
        var busy = Tell(cluster.ConnectionString, "SELECT pg_sleep(60)");
        while (await Ask<long>(cluster.ConnectionString, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'") == 0)
            Cancellation.ThrowIfCancellationRequested();

        var began = TimeProvider.System.GetTimestamp();
        await cluster.DisposeAsync();
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        await Should.ThrowAsync<Npgsql.NpgsqlException>(() => busy);
    }

    [Fact]
    public async Task A_database_that_does_not_heed_is_stopped_the_hard_way()
    {
        var data = DataFolder();
        var cluster = await PrivateCluster.Start(
            Options(data) with { StopLimit = TimeSpan.FromMilliseconds(100) }, Cancellation);
        var deaf = await Ask<int>(cluster.ConnectionString, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");
        // A paused checkpointer never finishes the shutdown checkpoint.
        Libc.Signal(deaf, Pause);

        await cluster.DisposeAsync();

        RunningOn(data).ShouldBeNull();
        await using var again = await Start(data);
        (await Ask<int>(again.ConnectionString, "SELECT 1")).ShouldBe(1);
    }

    [Theory]
    [InlineData("doorward.pid")]
    [InlineData("postgres/postgresql.conf")]
    [InlineData("postgres/postmaster.pid")]
    public async Task A_start_that_is_called_off_leaves_nothing_running(string whenThereIs)
    {
        var data = DataFolder();
        using var callOff = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var start = PrivateCluster.Start(Options(data), callOff.Token);
        await Eventually.So(whenThereIs, () => File.Exists(Path.Combine(data, whenThereIs)));
        await callOff.CancelAsync();

        try
        {
            await (await start).DisposeAsync();
        }
        catch (OperationCanceledException)
        {
            // As asked; on a slow machine the start may have been quicker than our look.
        }

        Postmaster
            .HasLeftovers(ClusterFolder.Open(data)).ShouldBeFalse();
        await using var again = await Start(data);
        (await Ask<int>(again.ConnectionString, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_database_that_dies_unasked_is_noticed_and_one_that_is_asked_is_not()
    {
        var data = DataFolder();
        var cluster = await Start(data);
        RunningOn(data)!.Tell(Kill);
        (await cluster.Exited.WaitAsync(TimeSpan.FromSeconds(60), Cancellation)).ShouldContain("stopped by itself");
        await cluster.DisposeAsync();

        var asked = await Start(data);
        await asked.DisposeAsync();
        asked.Exited.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task The_database_inherits_no_socket_no_terminal_and_no_secret()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var cluster = await Start(DataFolder());

        var theirs = Links(cluster.ProcessId);
        theirs.Intersect(Links(Environment.ProcessId)).Where(link => link.StartsWith("socket:", StringComparison.Ordinal)).ShouldBeEmpty();
        new FileInfo($"/proc/{cluster.ProcessId}/fd/0").LinkTarget.ShouldBe("/dev/null");
        var environment = await File.ReadAllTextAsync($"/proc/{cluster.ProcessId}/environ", Cancellation);
        environment.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0])
            .ShouldBeSubsetOf(["PATH", "LC_ALL", "PWD", "SHLVL", "_", "OLDPWD", "PG_GRANDPARENT_PID"]);
    }

    private static List<string> Links(int pid) =>
        [.. Directory.GetFiles($"/proc/{pid}/fd").Select(fd => new FileInfo(fd).LinkTarget).OfType<string>()];

    private static async Task<string> Log(string data) =>
        (await File.ReadAllTextAsync(Path.Combine(data, "postgres.log"), Cancellation)).Trim();
}
