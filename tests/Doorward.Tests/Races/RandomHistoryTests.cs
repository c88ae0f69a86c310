using System.Globalization;
using Doorward.Testing;

namespace Doorward.Tests.Races;

[Trait(TestBus.Trait, TestBus.Both)]
public sealed class RandomHistoryTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_random_history_on_two_nodes_leaves_no_overlap_and_a_log_that_tells_it_truly()
    {
        var seconds = int.Parse(Environment.GetEnvironmentVariable("DOORWARD_HISTORY_SECONDS") ?? "10", CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("DOORWARD_HISTORY_SEED") ?? $"{Random.Shared.Next()}", CultureInfo.InvariantCulture);
        var database = await TestCluster.NewDatabase();
        await using var one = await DoorwardProcess.Start(database);
        await using var two = await DoorwardProcess.Start(database);
        var history = await RandomHistory.Prepare([one, two], seed);

        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        await history.Run(time.Token);

        var summary = $"seed {seed}, {seconds} s, {history.Witness.Total} answers: {history.Witness.Counts}";
        output.WriteLine(summary);
        await history.ShouldBeTrue(one.Database, one.Said, two.Said, summary);
    }
}
