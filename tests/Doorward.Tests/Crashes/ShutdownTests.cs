using System.Collections.Concurrent;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Tests.Crashes;

public sealed class ShutdownTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Told_to_stop_under_load_it_answers_what_it_took_and_takes_nothing_that_it_does_not_answer()
    {
        var database = await TestCluster.NewDatabase();
        await using var node = await DoorwardProcess.Start(database);
        var agency = await Agency.Open(node);
        var agents = await agency.Agents(16);
        var answered = new ConcurrentDictionary<string, Answer>();
        var unanswered = new ConcurrentDictionary<string, Exception>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var load = agents.SelectMany((agent, n) => Enumerable.Range(0, 2).Select(half => Open(agent, n, half))).ToList();
        await enough.Task;

        var (exitCode, after) = await node.Stop();
        await Task.WhenAll(load);

        output.WriteLine($"ended with {exitCode} after {after.TotalSeconds:F1} s; {answered.Count} answers; "
            + string.Join(", ", unanswered.Values.CountBy(broken => broken.GetBaseException().Message).Select(pair => $"{pair.Value} × {pair.Key}")));
        exitCode.ShouldBe(0, node.Said);
        after.ShouldBeLessThan(TimeSpan.FromSeconds(15));
        answered.Values.Select(answer => $"{answer.Code} {answer.Outcome}").Distinct().ShouldBe(["201 available"]);
        var done = await Keys(node.Database);
        answered.Keys.Except(done).ShouldBeEmpty("answered, but not there");
        unanswered.Keys.Intersect(done).ShouldBeEmpty($"done, but never answered\n{node.Said}");

        async Task Open(Person agent, int n, int half)
        {
            var property = await agent.CreatesProperty();
            for (var hour = 0; ; hour++)
            {
                var key = $"{n}-{half}-{hour}";
                try
                {
                    answered[key] = await agent.Opens(property, agency.Tomorrow(2 * hour + half), key: key);
                }
                catch (Exception broken) when (broken is HttpRequestException or IOException)
                {
                    unanswered[key] = broken;
                    return;
                }

                if (answered.Count > 500)
                {
                    enough.TrySetResult();
                }
            }
        }
    }

    private static async Task<IReadOnlySet<string>> Keys(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("SELECT idempotency_key FROM visits.slots");
        await using var rows = await command.ExecuteReaderAsync();
        var keys = new HashSet<string>();
        while (await rows.ReadAsync())
        {
            keys.Add(rows.GetString(0));
        }

        return keys;
    }
}
