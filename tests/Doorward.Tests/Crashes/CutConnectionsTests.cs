using Doorward.Testing;
using Doorward.Tests.Races;

namespace Doorward.Tests.Crashes;

public sealed class CutConnectionsTests(ITestOutputHelper output)
{
    private const string CutAll = """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'doorward%'
        """;

    [Fact]
    public async Task Cut_off_from_the_database_under_load_it_answers_503_or_the_truth_and_goes_on()
    {
        var database = await TestCluster.NewDatabase();
        await using var one = await DoorwardProcess.Start(database);
        await using var two = await DoorwardProcess.Start(database);
        var history = await RandomHistory.Prepare([one, two], Random.Shared.Next(), mayBeInterrupted: true);
        using var enough = new CancellationTokenSource();
        var running = history.Run(enough.Token);
        for (var cut = 0; cut < 10; cut++)
        {
            await history.Witness.More(60);
            await using var command = one.Database.CreateCommand(CutAll);
            ((long)(await command.ExecuteScalarAsync())!).ShouldBePositive();
        }

        await history.Witness.More(60);
        await enough.CancelAsync();
        await running;

        output.WriteLine($"{history.Witness.Total} answers: {history.Witness.Counts}");
        history.Witness.CutOff.ShouldBe(0);
        await history.ShouldBeTrue(one.Database, one.Said, two.Said);
    }

    [Fact]
    public async Task A_subscriber_that_could_not_read_is_ready_again_as_soon_as_it_can_although_nothing_happens()
    {
        var database = await TestCluster.NewDatabase();
        await using var node = await DoorwardProcess.Start(database);

        await Do("ALTER TABLE events.log RENAME TO out_of_reach");
        (await Eventually.Is(async () => !await node.IsReady(), TimeSpan.FromSeconds(60))).ShouldBeTrue("readiness says that a subscriber is stuck");
        await Do("ALTER TABLE events.out_of_reach RENAME TO log");

        (await Eventually.Is(node.IsReady, TimeSpan.FromSeconds(60))).ShouldBeTrue(node.Said);

        async Task Do(string sql)
        {
            await using var command = node.Database.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }
}
