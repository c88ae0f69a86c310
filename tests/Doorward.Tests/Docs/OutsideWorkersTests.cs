using System.Text.Json.Nodes;
using Doorward.Tests.Contracts;

namespace Doorward.Tests.Docs;

public sealed class OutsideWorkersTests
{
    [Fact]
    public async Task The_page_shows_the_draft_that_the_contract_shows()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "outside-workers.md"), TestContext.Current.CancellationToken);
        var contract = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "contracts", "events.asyncapi.json"), TestContext.Current.CancellationToken))!;
        var shown = JsonNode.Parse(page.Split("```json\n")[1].Split("```")[0]);

        JsonNode.DeepEquals(shown, contract["components"]!["messages"]!["inbound.draft.ready"]!["examples"]![0]!["payload"]).ShouldBeTrue();
    }
}
