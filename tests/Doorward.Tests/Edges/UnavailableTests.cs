using System.Text.Json.Nodes;
using Doorward.Platform.Http;
using Doorward.Testing;
using Doorward.Tests.Contracts;
using Npgsql;

namespace Doorward.Tests.Edges;

/// <summary>Not now: every route of the contract without its database, and to a caller who asks too often.</summary>
public sealed class UnavailableTests
{
    [Fact]
    public async Task Without_its_database_every_route_says_so_and_when_to_come_back()
    {
        await using var front = new Front();
        await front.InitializeAsync();
        var bodies = new Dictionary<string, JsonObject?>();
        foreach (var operation in Contract.Operations.Values)
        {
            bodies[operation.Id] = await front.GoodBody(operation);
        }

        await TestCluster.Drop(front.Desk.ConnectionString);

        var wrong = new List<string>();
        foreach (var operation in Contract.Operations.Values.Where(operation => operation.Id != "live" && !operation.IsStream))
        {
            var answer = await front.Send(operation, Front.PathOf(operation, front.Ours), front.TokenFor(operation), bodies[operation.Id]);
            var isAsForeseen = operation.Id == "ready"
                ? answer.Code == 503 && (string?)answer.Body?["status"] == "not_ready"
                : answer.Code == 503 && operation.Codes(503).Contains(answer.Refusal!) && int.Parse(answer.Headers["Retry-After"]) > 0;
            if (!isAsForeseen)
            {
                wrong.Add($"{operation} answered {answer.Code} {answer.Body?.ToJsonString()}");
            }
        }

        wrong.ShouldBeEmpty();
        (await front.Send(Contract.Operations["live"], "/health/live", null, null)).Code.ShouldBe(200);
    }

    [Fact]
    public async Task Whoever_asks_too_often_is_told_how_long_to_wait_on_every_route()
    {
        await using var front = new Front { Edges = new EdgeSettings { LimitLoopback = true, PerAddress = new RateLimit(1, 300) } };
        await front.InitializeAsync();
        var operations = Contract.Operations.Values.Where(operation => !operation.Path.StartsWith("/health/", StringComparison.Ordinal)).ToList();

        foreach (var operation in operations)
        {
            // what the test needs before this comes out of the same bucket, which holds three hundred and fills by one a second
            var answer = await front.Send(operation, operation.Path, null, null);
            for (var more = 0; more < 600 && answer.Code != 429; more++)
            {
                answer = await front.Send(operation, operation.Path, null, null);
            }

            answer.Code.ShouldBe(429, operation.ToString());
            answer.ShouldBeRefused(operation, "too much");
            int.Parse(answer.Headers["Retry-After"]).ShouldBe((int)answer.Body!["retry_after_seconds"]!);
        }

        (await front.Send(Contract.Operations["live"], "/health/live", null, null)).Code.ShouldBe(200);
    }
}
