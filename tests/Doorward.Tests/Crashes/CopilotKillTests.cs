using Doorward.Testing;
using Npgsql;

namespace Doorward.Tests.Crashes;

[Trait(TestBus.Trait, TestBus.Both)]
public sealed class CopilotKillTests
{
    [Fact]
    public async Task A_node_killed_in_the_middle_of_a_model_call_leaves_exactly_one_draft_to_the_next()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource();
        var answer = RecordedModel.Drafts([("courtesy", "Thank you very much for writing.", "", "")]);
        await using var model = await RecordedModel.Start(RecordedModel.Waits(asked, never.Task, answer), answer);
        var settings = new Dictionary<string, string>
        {
            ["DOORWARD_MODEL_URL"] = model.Url.ToString(), ["DOORWARD_MODEL_NAME"] = "recorded",
        };
        var database = await TestCluster.NewDatabase();
        var killed = await DoorwardProcess.Start(database, settings: settings);
        var agency = await Agency.Open(killed);
        var ingested = await agency.Owner.Post("/graphql", new { query = "mutation { ingestMessage(input: { body: \"Thanks a lot!\" }) { id } }" });
        ingested.Code.ShouldBe(200, ingested.Body?.ToJsonString());
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await killed.Kill();
        (await Count(database, "SELECT count(*) FROM support.drafts")).ShouldBe(0);
        (await Count(database, "SELECT count(*) FROM events.jobs WHERE kind = 'copilot.draft' AND lease_until < now() + interval '25 seconds'"))
            .ShouldBe(1, "though the model might have taken 45");

        await using var next = await DoorwardProcess.Start(database, settings: settings);
        (await Eventually.Is(async () => await Count(database, "SELECT count(*) FROM support.drafts WHERE status = 'SUGGESTED'") == 1, TimeSpan.FromSeconds(90))).ShouldBeTrue(next.Said);

        (await Count(database, "SELECT count(*) FROM support.drafts")).ShouldBe(1);
        (await Count(database, "SELECT count(*) FROM events.log WHERE type = 'draft.ready'")).ShouldBe(1);
        (await Count(database, "SELECT count(*) FROM support.runs")).ShouldBe(1);
        (await Count(database, "SELECT count(*) FROM events.jobs WHERE kind = 'copilot.draft'")).ShouldBe(0);
        next.Said.ShouldNotContain("Thanks a lot");
        await killed.DisposeAsync();
    }

    private static async Task<long> Count(string database, string sql)
    {
        await using var connection = NpgsqlDataSource.Create(database);
        await using var command = connection.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
