using System.Diagnostics;
using Doorward.Testing;
using Doorward.Tests.Races;

namespace Doorward.Tests.Crashes;

public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 20;

    [Fact]
    public async Task Nodes_killed_again_and_again_under_load_lose_nothing_and_do_nothing_twice()
    {
        var database = await TestCluster.NewDatabase();
        var all = new List<DoorwardProcess>(await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => DoorwardProcess.Start(database))));
        var nodes = all.ToArray<IFrontDoor>();
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var history = await RandomHistory.Prepare(nodes, seed, mayBeInterrupted: true);
        using var enough = new CancellationTokenSource();
        var running = history.Run(enough.Token);
        for (var kill = 0; kill < Kills; kill++)
        {
            history.LongestPause = TimeSpan.FromMilliseconds(20);
            await history.Witness.More(random.Next(5, 80));
            var place = random.Next(nodes.Length);
            await ((DoorwardProcess)nodes[place]).Kill();
            history.LongestPause = TimeSpan.FromSeconds(2);
            all.Add(await DoorwardProcess.Start(database));
            nodes[place] = all[^1];
        }

        await history.Witness.More(60);
        await enough.CancelAsync();
        await running;

        output.WriteLine($"seed {seed}, {history.Witness.Total} answers: {history.Witness.Counts}");
        await history.ShouldBeTrue(all[^1].Database, all.Select(node => node.Said));
        foreach (var node in all)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Killed_with_a_private_PostgreSQL_it_is_ready_again_and_has_lost_nothing()
    {
        using var data = new DataFolder();
        var killed = await DoorwardProcess.Start(dataFolder: data.Path);
        var called = new IFrontDoor[] { killed };
        var history = await RandomHistory.Prepare(called, Random.Shared.Next(), mayBeInterrupted: true);
        using var enough = new CancellationTokenSource();
        var running = history.Run(enough.Token);
        await history.Witness.More(100);
        await killed.Kill();

        var begun = Stopwatch.GetTimestamp();
        await using var next = await DoorwardProcess.Start(dataFolder: data.Path);
        var ready = Stopwatch.GetElapsedTime(begun);
        called[0] = next;
        await history.Witness.More(100);
        await enough.CancelAsync();
        await running;

        // Told, not asserted: on a quiet machine it is two seconds, and no test fails because a machine is slow.
        output.WriteLine($"ready after {ready.TotalSeconds:F1} s; {history.Witness.Total} answers: {history.Witness.Counts}");
        await history.ShouldBeTrue(next.Database, killed.Said, next.Said);
        var (exitCode, said) = await DoorwardProcess.Run(null, data.Path, "audit", "verify");
        (exitCode, said).ShouldSatisfyAllConditions(() => exitCode.ShouldBe(0, said), () => said.ShouldStartWith("The audit trail holds"));
        (await next.IsReady()).ShouldBeTrue("a command beside the server leaves its PostgreSQL running");
        (await next.Stop()).ExitCode.ShouldBe(0, next.Said);
        await killed.DisposeAsync();
    }
}
