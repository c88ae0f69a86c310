using System.Text.Json.Nodes;
using Doorward.Testing;

namespace Doorward.Tests.Live;

/// <summary>The npm package ws, which knows nothing of us, against /ws.</summary>
public sealed class IndependentClientTests
{
    [Fact]
    public async Task It_connects_in_every_way_and_finds_the_protocol_kept()
    {
        var agency = await Agency.Open();
        var (code, said) = await NodeClient.Run("client.mjs", $"ws://{agency.Door.Address.Authority}/ws", agency.Owner.Token!);
        code.ShouldBe(0, said);
        var saw = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)
            .ToDictionary(line => (string)line["what"]!, line => line["value"]!.ToJsonString());
        saw["header"].ShouldBe("\"welcome\"");
        saw["protocol"].ShouldBe("[\"doorward.v1\",\"welcome\"]");
        saw["query"].ShouldBe("\"welcome\"");
        saw["fragments"].ShouldBe("{\"type\":\"pong\",\"id\":\"parts\"}");
        saw["order"].ShouldBe("[" + string.Join(",", Enumerable.Range(0, 20).Select(n => $"\"{n}\"")) + "]");
        saw["binary"].ShouldBe("\"binary_frame\"");
        saw["garbage"].ShouldBe("\"malformed_message\"");
        saw["pong"].ShouldBe("\"alive\"");
        saw["unmasked"].ShouldBeOneOf("1002", "1006");
        saw["after"].ShouldBe("\"after\"");
        saw["closed"].ShouldBe("1000");
    }
}
