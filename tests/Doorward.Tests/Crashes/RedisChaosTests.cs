using Doorward.Redis;
using Doorward.Redis.Streams;
using Doorward.Testing;
using Doorward.Tests.Races;

namespace Doorward.Tests.Crashes;

/// <summary>Whatever becomes of Redis under load, nobody who calls Doorward notices, and everything is published and handled in the end, once.</summary>
public sealed class RedisChaosTests(ITestOutputHelper output)
{
    private static readonly string[] Streams = ["messages", "drafts", "bookings", "accounts"];

    [Theory]
    [InlineData("postgres")]
    [InlineData("redis")]
    public async Task Killed_paused_flushed_and_filled_with_what_was_there_before_it_loses_nothing(string bus)
    {
        // nothing of it is on a disk: killed is wiped
        await using var server = await RedisServer.Start();
        var database = await TestCluster.NewDatabase();
        var settings = new Dictionary<string, string> { ["REDIS_URL"] = server.Url, ["DOORWARD_BUS"] = bus };
        var nodes = await Task.WhenAll(DoorwardProcess.Start(database, settings: settings), DoorwardProcess.Start(database, settings: settings));
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var history = await RandomHistory.Prepare([.. nodes], seed);
        using var enough = new CancellationTokenSource();
        var running = history.Run(enough.Token);

        foreach (var fault in random.GetItems([Kill, Pause, Flush, Disorder], 8).Concat([Kill, Pause, Flush, Disorder]))
        {
            await history.Witness.More(random.Next(10, 60));
            await fault(server, history.Witness);
        }

        await history.Witness.More(60);
        await enough.CancelAsync();
        await running;

        var said = string.Join("\n", nodes.Select(node => node.Said));
        output.WriteLine($"{bus}, seed {seed}, {history.Witness.Total} answers: {history.Witness.Counts}");
        await history.ShouldBeTrue(nodes[0].Database, said);
        await using var redis = new RedisClient(RedisUrl.Parse(server.Url));
        var missing = new HashSet<string>();
        (await Eventually.Is(async () => (missing = await NotPublished(nodes[0], redis)).Count == 0, TimeSpan.FromSeconds(60)))
            .ShouldBeTrue($"{missing.Count} events are in no stream\n{said}");
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static async Task Kill(RedisServer server, Witness meanwhile)
    {
        await server.Kill();
        await meanwhile.More(20);
        await server.Restart();
    }

    private static async Task Pause(RedisServer server, Witness meanwhile)
    {
        server.Pause();
        await meanwhile.More(20);
        server.Resume();
    }

    private static async Task Flush(RedisServer server, Witness meanwhile)
    {
        await using var redis = new RedisClient(RedisUrl.Parse(server.Url));
        await redis.Call(["FLUSHALL"]);
    }

    /// <summary>What a stream has lately had comes once more, from its end to its beginning.</summary>
    private static async Task Disorder(RedisServer server, Witness meanwhile)
    {
        await using var redis = new RedisClient(RedisUrl.Parse(server.Url));
        foreach (var stream in Streams)
        {
            foreach (var entry in (await redis.XRange(stream)).Reverse().Take(100))
            {
                await redis.Call(["XADD", stream, "*", .. entry.Fields!.SelectMany(field => (Argument[])[field.Key, field.Value])]);
            }
        }
    }

    private static async Task<HashSet<string>> NotPublished(DoorwardProcess node, RedisClient redis)
    {
        var missing = new HashSet<string>();
        await using (var command = node.Database.CreateCommand("SELECT id::text FROM events.log"))
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                missing.Add(rows.GetString(0));
            }
        }

        foreach (var stream in Streams)
        {
            missing.ExceptWith((await redis.XRange(stream)).Select(entry => entry["event_id"]!));
        }

        return missing;
    }
}
