using System.Text.Json.Nodes;
using Doorward.GraphQL.Tests.Oracle;
using Doorward.GraphQL.Tests.Sample;

namespace Doorward.GraphQL.Tests.Transport;

/// <summary>graphql-ws, @urql/core with its subscription exchange, and fetch, all from Node.</summary>
[Collection("one after the other")]
public sealed class RealClientTests(SampleServer server)
{
    [Fact]
    public async Task Clients_from_npm_get_what_they_expect()
    {
        if (!Npm.IsHere)
        {
            Npm.Absent();
        }

        await Npm.Install(Npm.OracleFolder);
        var output = await Npm.Run(Npm.OracleFolder, "clients.mjs", new Uri(server.Address, "/graphql").ToString());

        var report = JsonNode.Parse(output)!;
        report["graphqlWs"]!.ToJsonString().ShouldBe("""[{"data":{"count":1}},{"data":{"count":2}},{"data":{"count":3}}]""");
        report["graphqlWsQuery"]!.ToJsonString().ShouldBe("""[{"data":{"hello":"hello world"}}]""");
        report["graphqlWsError"]!.ToJsonString().ShouldBe("""["GRAPHQL_VALIDATION_FAILED"]""");
        report["graphqlWsFirst"]!.ToJsonString().ShouldBe("""{"data":{"count":1}}""");
        report["urqlQuery"]!["author"]!["name"]!.ToString().ShouldBe("author 1");
        report["urqlMutation"]!.ToJsonString().ShouldBe("""["SLOT_TAKEN"]""");
        report["urqlSubscription"]!.ToJsonString().ShouldBe("[1,2,3]");
        report["sse"]!.ToJsonString().ShouldBe("""[{"data":{"count":1}},{"data":{"count":2}}]""");
    }
}
