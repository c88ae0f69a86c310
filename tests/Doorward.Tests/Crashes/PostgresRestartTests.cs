using System.Diagnostics;
using Doorward.Platform.Postgres.Private;
using Doorward.Testing;
using Doorward.Tests.Races;

namespace Doorward.Tests.Crashes;

public sealed class PostgresRestartTests(ITestOutputHelper output)
{
    [Fact]
    public async Task PostgreSQL_stopped_and_killed_under_load_loses_nothing_and_its_nodes_go_on_by_themselves()
    {
        using var data = new DataFolder();
        // No machine goes down here, only processes: what was written is in the kernel's hands, whether or not it is on the disk.
        var options = new PrivateClusterOptions
        {
            DataFolder = data.Path, Settings = new Dictionary<string, string> { ["fsync"] = "off", ["max_connections"] = "200" },
        };
        var cluster = await PrivateCluster.Start(options, CancellationToken.None);
        var database = cluster.ConnectionString;
        var nodes = await Task.WhenAll(DoorwardProcess.Start(database), DoorwardProcess.Start(database));
        var history = await RandomHistory.Prepare([.. nodes], Random.Shared.Next(), mayBeInterrupted: true);
        using var enough = new CancellationTokenSource();
        var running = history.Run(enough.Token);
        foreach (var isKilled in new[] { false, true })
        {
            await history.Witness.More(80);
            if (isKilled)
            {
                using var kill = Process.Start("kill", ["-KILL", $"{cluster.ProcessId}"]);
                await cluster.Exited;
            }

            await cluster.DisposeAsync();
            cluster = await PrivateCluster.Start(options, CancellationToken.None);
            cluster.ConnectionString.ShouldBe(database);
        }

        await history.Witness.More(80);
        await enough.CancelAsync();
        await running;

        var said = string.Join("\n", nodes.Select(node => node.Said));
        output.WriteLine($"{history.Witness.Total} answers: {history.Witness.Counts}");
        history.Witness.CutOff.ShouldBe(0, said);
        await history.ShouldBeTrue(nodes[0].Database, said);
        nodes.ShouldAllBe(node => !node.HasExited);
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        await cluster.DisposeAsync();
    }
}
