using System.Globalization;
using Doorward.Platform.Postgres.Private;
using Npgsql;

namespace Doorward.Platform.Tests.Postgres.Private;

public sealed class KilledTests : ClusterTest
{
    private static readonly TimeSpan ReadyAgain = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_next_start_adopts_what_a_killed_one_left_running_and_nothing_is_lost()
    {
        var data = DataFolder();
        var host = Host(data);
        var connectionString = await host.Ready();
        await Tell(connectionString, "CREATE TABLE bookings (n int)");
        var orphan = RunningOn(data)!.Pid;

        var booked = await BookUntilKilled(connectionString, host, after: 200);

        var began = TimeProvider.System.GetTimestamp();
        await using var next = await PrivateCluster.Start(HostOptions(data), Cancellation);
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(ReadyAgain);
        next.ProcessId.ShouldBe(orphan);
        (await Ask<long>(next.ConnectionString, $"SELECT count(*) FROM bookings WHERE n <= {booked}")).ShouldBe(booked);
    }

    [Fact]
    public async Task An_orphan_that_runs_with_other_settings_is_restarted_with_ours()
    {
        var data = DataFolder();
        var host = Host(data);
        await host.Ready();
        var orphan = RunningOn(data)!.Pid;
        await host.Kill();

        await using var next = await Start(data);
        next.ProcessId.ShouldNotBe(orphan);
        (await Ask<string>(next.ConnectionString, "SHOW fsync")).ShouldBe("off");
    }

    [Fact]
    public async Task Everything_killed_at_once_comes_back_with_every_committed_row()
    {
        var data = DataFolder();
        var host = Host(data);
        var connectionString = await host.Ready();
        await Tell(connectionString, "CREATE TABLE bookings (n int)");

        var postmaster = RunningOn(data)!;
        var booked = await BookUntilKilled(connectionString, host, after: 200, also: () => postmaster.Tell(9));

        var began = TimeProvider.System.GetTimestamp();
        await using var next = await PrivateCluster.Start(HostOptions(data), Cancellation);
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(ReadyAgain);
        (await Ask<long>(next.ConnectionString, $"SELECT count(*) FROM bookings WHERE n <= {booked}")).ShouldBe(booked);
    }

    [Fact]
    public async Task A_process_number_that_now_belongs_to_another_program_does_not_hold_up_the_start()
    {
        MustBeRoot();
        var data = DataFolder();
        await using (await Start(data)) { }
        // A sleeper of the same user, which is what makes PostgreSQL itself refuse.
        var sleeper = await Child.Run("/bin/sh", ["-c", "sleep 60 >/dev/null 2>&1 & echo $!"], await Postgres(), Cancellation);
        var pid = int.Parse(sleeper.Output, CultureInfo.InvariantCulture);
        try
        {
            await LeaveStalePid(data, pid);
            await using var next = await Start(data);
            (await Ask<int>(next.ConnectionString, "SELECT 1")).ShouldBe(1);
            Directory.Exists($"/proc/{pid}").ShouldBeTrue("the other program was harmed");
        }
        finally
        {
            Libc.Signal(pid, 9);
        }
    }

    [Fact]
    public async Task A_process_number_that_now_belongs_to_another_PostgreSQL_leaves_that_one_alone()
    {
        var data = DataFolder();
        await using (await Start(data)) { }
        await using var other = await Start(DataFolder("other"));
        await LeaveStalePid(data, other.ProcessId);

        await using (var next = await Start(data)) next.ProcessId.ShouldNotBe(other.ProcessId);

        (await Ask<int>(other.ConnectionString, "SELECT 1")).ShouldBe(1);
    }

    private static PrivateClusterOptions HostOptions(string data) =>
        new() { DataFolder = data, Settings = new Dictionary<string, string> { ["shared_buffers"] = "16MB" } };

    /// <summary>The last number whose commit was answered.</summary>
    private static async Task<int> BookUntilKilled(string connectionString, HostProcess host, int after, Action? also = null)
    {
        var booked = 0;
        var killed = Task.CompletedTask;
        try
        {
            await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
            await connection.OpenAsync(Cancellation);
            await using var book = new NpgsqlCommand("INSERT INTO bookings VALUES ($1)", connection) { Parameters = { new() { Value = 0 } } };
            while (booked < after * 3)
            {
                book.Parameters[0].Value = booked + 1;
                await book.ExecuteNonQueryAsync(Cancellation);
                if (++booked != after) continue;
                killed = host.Kill();
                also?.Invoke();
            }
        }
        catch (NpgsqlException) when (also is not null)
        {
            // The connection broke in the middle of a booking, as it would.
        }
        await killed;
        return booked;
    }

    private static Task LeaveStalePid(string data, int pid) => File.WriteAllTextAsync(
        Path.Combine(data, "postgres/postmaster.pid"), $"{pid}\n{data}/postgres\n1700000000\n5432\n{data}/socket\n\n  1  1\nready   \n", Cancellation);

    private static async Task<ServerAccount?> Postgres() =>
        await ServerAccount.For(ClusterFolder.Open(Path.GetTempPath()), Cancellation);
}
