using System.Text.Json.Nodes;
using Doorward.Testing;
using Doorward.Tests.Live;

namespace Doorward.Tests.Contracts;

/// <summary>What leaves Doorward is a CloudEvent to a reader that knows nothing of us: the npm package cloudevents, strict.</summary>
public sealed class CloudEventTests
{
    [Fact]
    public async Task Every_kind_of_event_is_one_by_the_sockets_and_by_the_stream()
    {
        var agency = await Agency.Open();
        var agent = await agency.Agent();
        await using var client = await LiveClient.Open(agency.Door, agent);
        await client.Ask("subscribe", new { topic = "organization", after = "0-0" });
        var property = await agency.Owner.CreatesProperty();
        await agency.Owner.Patch($"properties/{property}", new { name = "Flat 2 \"<Žižkov>\"  & more" });
        await agent.Patch("me", new { name = "Ana Maria" });

        // One of the installation's own, one of nobody's doing (welcome), one with something before, and whatever else comes meanwhile.
        var events = new Dictionary<string, JsonNode>();
        while (!new[] { "person.changed", "notice.created", "property.changed" }.All(events.ContainsKey))
        {
            var told = (await client.Next("event")).ShouldNotBeNull()["payload"]!["event"]!;
            events[(string)told["type"]!] = told;
        }

        ((string?)events["person.changed"]["source"]).ShouldBe("/");
        ((string?)events["property.changed"]["source"]).ShouldBe($"/organizations/{agency.Id}");
        ((string?)events["property.changed"]["subject"]).ShouldBe(property.ToString());
        events["property.changed"].AsObject().ContainsKey("actorid").ShouldBeTrue();
        events["notice.created"].AsObject().ContainsKey("actorid").ShouldBeFalse();
        var streamed = await FromStream(agency, "property.changed");
        JsonNode.DeepEquals(streamed, events["property.changed"]).ShouldBeTrue(streamed.ToJsonString());

        var (clean, said) = await NodeClient.Run("cloudevents.mjs", new JsonArray([.. events.Values.Select(one => one.DeepClone())]).ToJsonString());
        clean.ShouldBe(0, said);
        var read = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        read.Select(one => (string?)one["type"]).ShouldBe(events.Keys);
        var changed = read.Single(one => (string?)one["type"] == "property.changed");
        ((string?)changed["data"]!["after"]!["name"]).ShouldBe("Flat 2 \"<Žižkov>\"  & more");
        changed["actorid"]!.ToJsonString().ShouldBe(events["property.changed"]["actorid"]!.ToJsonString());
        DateTimeOffset.Parse((string)changed["time"]!, System.Globalization.CultureInfo.InvariantCulture).ShouldBe(
            DateTimeOffset.Parse((string)events["property.changed"]["time"]!, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task The_reader_does_refuse_what_is_none()
    {
        var (refused, _) = await NodeClient.Run("cloudevents.mjs", """
            [{"specversion":"1.0","id":"1","source":"/","type":"property.created","actor_id":"x","data":{}}]
            """);
        refused.ShouldNotBe(0);
    }

    private static async Task<JsonNode> FromStream(Agency agency, string type)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(agency.Door.Address, "/api/v1/events?after=0-0"));
        request.Headers.Authorization = new("Bearer", agency.Owner.Token);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var response = await http.SendAsync(request, patience.Token);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
        for (var wanted = false; await lines.ReadLineAsync(patience.Token) is { } line;)
        {
            if (wanted && line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return JsonNode.Parse(line["data: ".Length..])!;
            }

            wanted = line == $"event: {type}" || (wanted && line.Length > 0);
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
