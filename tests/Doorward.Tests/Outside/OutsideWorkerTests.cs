using System.Text.Json;
using System.Text.Json.Nodes;
using Doorward.Redis;
using Doorward.Redis.Streams;
using Doorward.Testing;
using Doorward.Tests.Contracts;

namespace Doorward.Tests.Outside;

/// <summary>The worker of docs/outside-workers, a real Redis and a real Doorward.</summary>
public sealed class OutsideWorkerTests
{
    private const string Deposit = "The deposit is two months' rent.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_worker_in_another_language_drafts_until_it_dies_and_nothing_else_that_comes_does_harm()
    {
        Assert.SkipUnless(NodeProgram.IsHere, "node is not installed.");
        await using var server = await RedisServer.Start();
        await using var redis = new RedisClient(RedisUrl.Parse(server.Url));
        var database = await TestCluster.NewDatabase();

        // A node took an entry and died.
        var abandoned = await Send(redis, "garbage");
        await redis.XGroupCreate("drafts", "doorward");
        var taken = (await redis.XReadGroup("doorward", "dead-node", [new("drafts", ">")]))["drafts"].Single().Id;
        await redis.Call(["XCLAIM", "drafts", "doorward", "dead-node", "0", taken.ToString(), "IDLE", "600000"]);

        await using var doorward = await DoorwardProcess.Start(database, settings: new Dictionary<string, string>
        {
            ["REDIS_URL"] = server.Url, ["DOORWARD_COPILOT"] = "external", ["DOORWARD_COPILOT_PATIENCE_SECONDS"] = "3600",
            // A busy machine may take long to import a document; that is not what is tested.
            ["DOORWARD_HTTP__REQUEST_TIMEOUT_SECONDS"] = "300",
        });
        var agency = await Agency.Open(doorward);
        (await agency.Owner.Asks(
            "mutation($documents: [DocumentInput!]!) { importDocuments(input: { documents: $documents }) { documents { outcome } } }",
            new { documents = new[] { new { path = "deposits.md", text = $"# Deposits\n\n{Deposit} It is paid by bank transfer.\n" } } })).Refusal.ShouldBeNull();
        var document = (string)(await agency.Owner.Asks("{ documents { nodes { id } } }")).Only!["nodes"]![0]!["id"]!;
        await using var worker = await NodeProgram.Start(Path.Combine(Repository.Root, "docs", "outside-workers"), "worker.mjs", new Dictionary<string, string>
        {
            ["REDIS_URL"] = server.SocketPath, ["DOORWARD_URL"] = doorward.Address.ToString(), ["DOORWARD_KEY"] = (await agency.Key("read")).Token!,
        });

        var first = await Write(agency, redis);
        var suggested = await Draft(agency, first);
        ((string?)suggested["status"]).ShouldBe("SUGGESTED", suggested.ToJsonString());
        ((string?)suggested["body"]).ShouldBe($"Thank you for your message.\n\n{Deposit}");
        ((string?)suggested["sentences"]![1]!["citation"]!["document_id"]).ShouldBe(document);

        await worker.Kill();
        var second = await Write(agency, redis);
        (await Eventually.Is(
            async () => await Do(doorward, $"UPDATE events.jobs SET due_at = now() WHERE kind = 'copilot.silence' AND key = '{second.Message}'") == 1, Patience)).ShouldBeTrue();
        var silent = await Draft(agency, second);
        ((string?)silent["status"], (string?)silent["verdicts"]!["decision"]!["code"]).ShouldBe(("ESCALATED", "external_copilot_silent"));

        await redis.Call(["FLUSHALL"]); // the group is gone with everything else
        var (third, fourth, fifth) = (await Write(agency, redis), await Write(agency, redis), await Write(agency, redis));
        var wrong = Cites(agency, third, document, "The deposit is three months' rent.");
        var good = Cites(agency, fourth, document, Deposit);
        var foreign = Cites(agency, fifth, document, Deposit);
        foreign["organization_id"] = Guid.CreateVersion7();
        await Send(redis, new JsonObject { ["draft"] = wrong }.ToJsonString());
        var stranger = await Send(redis, new JsonObject { ["draft"] = foreign }.ToJsonString());
        var same = Guid.CreateVersion7();
        for (var n = 0; n < 3; n++)
        {
            await Send(redis, new JsonObject { ["draft"] = good.DeepClone() }.ToJsonString(), n < 2 ? same : null);
        }

        var refused = await Draft(agency, third);
        ((string?)refused["status"], (string?)refused["body"], (string?)refused["verdicts"]!["decision"]!["code"]).ShouldBe(("ESCALATED", "", "refused_by_guard"));
        ((string?)(await Draft(agency, fourth))["status"]).ShouldBe("SUGGESTED");
        (await Eventually.Is(async () => await Count(doorward, "SELECT count(*) FROM events.jobs WHERE kind = 'copilot.outside' AND dead_at IS NULL") == 0
            && (await redis.XInfoGroups("drafts")) is [{ Pending: 0, Lag: not > 0 }], Patience)).ShouldBeTrue(doorward.Said);
        (await Count(doorward, "SELECT count(*) FROM support.drafts")).ShouldBe(4, "the fifth has none");
        (await Count(doorward, "SELECT count(*) FROM events.log WHERE type = 'draft.ready'")).ShouldBe(2);

        var (_, letters) = await DoorwardProcess.Run(database, null, "dead-letters", "list");
        letters.Split('\n').ShouldContain(line => line.Contains("copilot.outside") && line.Contains("breaks the contract"));
        letters.Split('\n').ShouldContain(line => line.Contains("copilot.outside") && line.Contains("no_such_message"));
        (await Count(doorward, $"SELECT count(*) FROM events.jobs WHERE dead_at IS NOT NULL AND key IN ('{abandoned}', '{stranger}')")).ShouldBe(2);
        doorward.Said.ShouldNotContain(Deposit);
    }

    /// <summary>A customer's message, and the entry that tells of it.</summary>
    private static async Task<(Guid Conversation, Guid Message)> Write(Agency agency, RedisClient redis)
    {
        var message = await agency.Owner.Asks("mutation { ingestMessage(input: { body: \"Hello, how much is the deposit?\" }) { id conversation { id } } }");
        var id = Guid.CreateVersion7().ToString();
        var told = new JsonObject
        {
            ["specversion"] = "1.0", ["id"] = id, ["source"] = $"/organizations/{agency.Id}", ["type"] = "message.created", ["subject"] = message.Id,
        };
        await redis.Call(["XADD", "messages", "*", "type", "message.created", "event_id", id, "payload", told.ToJsonString(), "traceparent", ""]);
        return (Guid.Parse((string)message.Only!["conversation"]!["id"]!), message.Id);
    }

    private static JsonObject Cites(Agency agency, (Guid Conversation, Guid Message) about, string document, string quote) => new()
    {
        ["organization_id"] = agency.Id, ["conversation_id"] = about.Conversation, ["message_id"] = about.Message, ["confidence"] = 0.9, ["model"] = "test",
        ["sentences"] = new JsonArray(new JsonObject
        {
            ["text"] = quote, ["citation"] = new JsonObject { ["document_id"] = document, ["version"] = 1, ["heading"] = "Deposits", ["quote"] = quote },
        }),
    };

    private static async Task<Guid> Send(RedisClient redis, string payload, Guid? eventId = null)
    {
        var id = eventId ?? Guid.CreateVersion7();
        await redis.Call(["XADD", "drafts", "*", "type", "draft.ready", "event_id", id.ToString(), "payload", payload, "traceparent", ""]);
        return id;
    }

    private static async Task<JsonNode> Draft(Agency agency, (Guid Conversation, Guid Message) of)
    {
        JsonNode? draft = null;
        (await Eventually.Is(
            async () => (draft = (await agency.Owner.Asks($"{{ conversation(id: \"{of.Conversation}\") {{ drafts(first: 1) {{ nodes {{ status body sentences verdicts }} }} }} }}"))
                .Only!["drafts"]!["nodes"]!.AsArray().FirstOrDefault()) is not null, Patience)).ShouldBeTrue("there is no draft");
        return draft!;
    }

    private static async Task<int> Do(DoorwardProcess node, string sql)
    {
        await using var command = node.Database.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> Count(DoorwardProcess node, string sql)
    {
        await using var command = node.Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
