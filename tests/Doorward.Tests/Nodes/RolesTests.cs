using System.Net;
using Doorward.Testing;

namespace Doorward.Tests.Nodes;

/// <summary>A process may answer requests, do the work, or both.</summary>
public sealed class RolesTests
{
    [Fact]
    public async Task What_comes_in_at_a_web_node_is_worked_on_by_a_workers_node_and_seen_live_at_the_web_node()
    {
        var database = await TestCluster.NewDatabase();
        await using var web = await DoorwardProcess.Start(database, settings: new Dictionary<string, string> { ["DOORWARD_ROLES"] = "web" });
        var agency = await Agency.Open(web);
        var from = (string)(await agency.Owner.Asks("{ liveCursor }")).Only!;
        await using var live = await GraphSocket.Subscribe(web, agency.Owner.Token, $"subscription {{ draftUpdates(after: \"{from}\") {{ type draft {{ message {{ id }} }} }} }}");
        var message = await agency.Owner.Asks("mutation { ingestMessage(input: { body: \"Hello, thank you!\" }) { id } }");
        (await Count("SELECT count(*) FROM events.cursors")).ShouldBe(0, "it runs no subscriber");

        await using var workers = await DoorwardProcess.Start(database, arguments: ["serve", "--roles", "workers"]);

        var update = await live.Update(TimeSpan.FromSeconds(90));
        ((string?)update?["draft"]?["message"]?["id"]).ShouldBe(message.Id.ToString(), workers.Said);
        workers.Said.ShouldContain("Of its work this process does: workers");
        workers.Said.ShouldNotContain("first-owner", customMessage: "there is no page here to send anybody to");
        (await Get(workers, "/health/live")).ShouldBe(HttpStatusCode.OK);
        (await Get(workers, "/health/ready")).ShouldBe(HttpStatusCode.OK);
        foreach (var path in new[] { "/graphql", "/ws", "/api/v1/slots", "/openapi.json", "/.well-known/jwks.json", "/sign-in", "/" })
        {
            (await Get(workers, path)).ShouldBe(HttpStatusCode.NotFound, path);
        }

        async Task<long> Count(string sql)
        {
            await using var count = web.Database.CreateCommand(sql);
            return (long)(await count.ExecuteScalarAsync())!;
        }
    }

    [Theory]
    [InlineData("web,cook")]
    [InlineData(",")]
    public async Task A_role_that_there_is_not_is_refused_at_start(string roles)
    {
        var (code, said) = await DoorwardProcess.Run("postgres://x@127.0.0.1:1/x", null, "serve", "--roles", roles);
        code.ShouldBe(2, said);
        said.ShouldContain("--roles: names no roles that there are.");
        said.ShouldContain("Give web, workers, or both");
    }

    private static async Task<HttpStatusCode> Get(DoorwardProcess node, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Address, path));
        using var response = await node.Http.SendAsync(request, CancellationToken.None);
        return response.StatusCode;
    }
}
