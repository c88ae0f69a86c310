using System.Diagnostics;
using Doorward.Testing;
using Doorward.Tests.Races;

namespace Doorward.Tests.Crashes;

public sealed class KillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nodes_killed_again_and_again_under_load_lose_nothing_and_do_nothing_twice()
    {
        var database = await TestCluster.NewDatabase();
        var nodes = await Task.WhenAll(DoorwardProcess.Start(database), DoorwardProcess.Start(database));
        var all = new List<DoorwardProcess>(nodes);
        var called = new IFrontDoor[] { nodes[0], nodes[1] };
        var history = await RandomHistory.Prepare(called, Random.Shared.Next(), mayBeInterrupted: true);
        using var enough = new CancellationTokenSource();
        var running = history.Run(enough.Token);
        for (var kill = 0; kill < 5; kill++)
        {
            await history.Witness.More(400);
            await all[^(1 + (kill % 2))].Kill();
            all.Add(await DoorwardProcess.Start(database));
            called[kill % 2] = all[^1];
            called[1 - (kill % 2)] = all.Last(node => !node.HasExited && node != all[^1]);
        }

        await history.Witness.More(200);
        await enough.CancelAsync();
        await running;

        output.WriteLine($"{history.Witness.Total} answers: {history.Witness.Counts}");
        var faults = await HistoryChecker.Check(all[^1].Database, history.Witness);
        faults.ShouldBeEmpty(string.Join("\n", all.Select(node => node.Said)));
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
        await history.Witness.More(500);
        await killed.Kill();

        var begun = Stopwatch.GetTimestamp();
        await using var next = await DoorwardProcess.Start(dataFolder: data.Path);
        var ready = Stopwatch.GetElapsedTime(begun);
        called[0] = next;
        await history.Witness.More(500);
        await enough.CancelAsync();
        await running;

        // Told, not asserted: on a quiet machine it is two seconds, and no test fails because a machine is slow.
        output.WriteLine($"ready after {ready.TotalSeconds:F1} s; {history.Witness.Total} answers: {history.Witness.Counts}");
        (await HistoryChecker.Check(next.Database, history.Witness)).ShouldBeEmpty($"{killed.Said}\n{next.Said}");
        var (exitCode, said) = await DoorwardProcess.Run(null, data.Path, "audit", "verify");
        (exitCode, said).ShouldSatisfyAllConditions(() => exitCode.ShouldBe(0, said), () => said.ShouldStartWith("The audit trail holds"));
        (await next.IsReady()).ShouldBeTrue("a command beside the server leaves its PostgreSQL running");
        (await next.Stop()).ExitCode.ShouldBe(0, next.Said);
        await killed.DisposeAsync();
    }
}
