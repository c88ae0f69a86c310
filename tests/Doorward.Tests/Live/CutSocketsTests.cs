using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Doorward.Testing;

namespace Doorward.Tests.Live;

/// <summary>
/// Sockets cut at random while writers write: what each client saw is the log, exactly. Ten seconds, or as many as DOORWARD_LIVE_SECONDS says.
/// </summary>
public sealed class CutSocketsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("DOORWARD_LIVE_SECONDS"), out var seconds) ? seconds : 10);

    [Fact]
    public async Task Who_comes_back_with_the_last_cursor_misses_nothing_and_sees_nothing_twice()
    {
        await using var here = await Desk.Open();
        await using var there = await Desk.Open(here.ConnectionString);
        var agency = await Agency.Open(here);
        // Writers start behind everybody's first cursor.
        string start;
        await using (var first = await LiveClient.Open(here, agency.Owner))
        {
            start = (string)(await first.Ask("subscribe", new { topic = "properties" }))["payload"]!["cursor"]!;
        }

        using var time = new CancellationTokenSource(Long);
        var writers = Enumerable.Range(0, 6).Select(n => Write(n % 2 == 0 ? agency.Owner : agency.Owner.At(there), time.Token)).ToList();
        var cuts = new ConcurrentBag<int>();
        var clients = Enumerable.Range(0, 12).Select(n => Follow(n % 2 == 0 ? here : there, agency, start, new Random(n), cuts)).ToList();
        await Task.WhenAll(writers);
        var log = await TopicTests.LogOf(here, agency);

        // The end, as the clients know it.
        (await agency.Owner.Delete($"properties/{await LastProperty(here, agency)}")).Code.ShouldBe(204);

        foreach (var seen in await Task.WhenAll(clients))
        {
            seen.ShouldBe(log);
        }

        log.Count.ShouldBeGreaterThan(100);
        cuts.Sum().ShouldBeGreaterThan(20);
        TestContext.Current.SendDiagnosticMessage($"{log.Count} events, {cuts.Sum()} cuts");
    }

    private static async Task Write(Person owner, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            await owner.CreatesProperty();
        }
    }

    private static async Task<Guid> LastProperty(Desk desk, Agency agency)
    {
        await using var last = desk.Database.CreateCommand($"SELECT id FROM visits.properties WHERE organization_id = '{agency.Id}' ORDER BY id DESC LIMIT 1");
        return (Guid)(await last.ExecuteScalarAsync())!;
    }

    private static Task Subscribe(LiveClient client, string after) => client.Send(new JsonObject
    {
        ["type"] = "subscribe", ["payload"] = new JsonObject { ["topic"] = "properties", ["after"] = after },
    }.ToJsonString());

    private static async Task<List<string>> Follow(Desk desk, Agency agency, string start, Random random, ConcurrentBag<int> cuts)
    {
        var (seen, cut, ended) = (new List<string>(), 0, false);
        while (!ended)
        {
            await using var client = await LiveClient.Open(desk, agency.Owner);
            await Subscribe(client, seen.Count == 0 ? start : seen[^1]);
            for (var patience = random.Next(1, 120); patience > 0 && !ended && await client.Next() is { } envelope; patience--)
            {
                ((string?)envelope["type"]).ShouldNotBe("error", envelope.ToJsonString());
                ended = (string?)envelope["payload"]?["event"]?["type"] == "property.archived";
                if ((string?)envelope["type"] == "gap")
                {
                    await Subscribe(client, (string)envelope["payload"]!["cursor"]!);
                }
                else if (!ended && (string?)envelope["type"] == "event")
                {
                    seen.Add((string)envelope["payload"]!["cursor"]!);
                }
            }

            client.Cut();
            cut++;
        }

        cuts.Add(cut);
        return seen;
    }
}
