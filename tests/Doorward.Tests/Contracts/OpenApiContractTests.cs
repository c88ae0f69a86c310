using Doorward.Commands;
using Doorward.Testing;

namespace Doorward.Tests.Contracts;

public sealed class OpenApiContractTests
{
    [Fact]
    public async Task The_contract_in_the_repository_is_that_of_the_program()
    {
        var file = Path.Combine(Repository.Root, "contracts", "openapi.json");

        var committed = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";

        (committed == await OpenApi.Document()).ShouldBeTrue(
            "The program's HTTP API is no longer what contracts/openapi.json says. "
            + "If that is meant, accept it: ./run openapi > contracts/openapi.json, and look at the diff.");
    }

    [Fact]
    public async Task The_contract_is_served_to_whoever_asks()
    {
        var answer = await new Person(await Desk.Shared, null).Get("/openapi/v1.json");

        answer.Code.ShouldBe(200);
        answer.Headers["Content-Type"].ShouldStartWith("application/json");
        answer.Body!.ToJsonString().ShouldBe(System.Text.Json.Nodes.JsonNode.Parse(await OpenApi.Document())!.ToJsonString());
    }

    [Fact]
    public async Task The_contract_is_the_same_text_every_time() => (await OpenApi.Document()).ShouldBe(await OpenApi.Document());
}
