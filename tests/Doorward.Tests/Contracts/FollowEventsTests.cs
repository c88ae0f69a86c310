using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Doorward.Platform.Http;
using Doorward.Testing;

namespace Doorward.Tests.Contracts;

/// <summary>The one operation that the walk leaves out, because its answer does not end.</summary>
public sealed class FollowEventsTests
{
    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("*/*")]
    [InlineData(null)]
    public async Task The_stream_goes_on_past_the_limit_for_a_request(string? accept)
    {
        await using var desk = await Desk.Open(edges: new EdgeSettings { RequestTimeoutSeconds = 3 });
        var agency = await Agency.Open(desk);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(desk.Address, "/api/v1/events"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", agency.Owner.Token);
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var response = await http.SendAsync(request, patience.Token);
        ((int)response.StatusCode).ShouldBe(200);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
        (await lines.ReadLineAsync(patience.Token)).ShouldBe(": welcome");

        // past the limit of three seconds
        await Task.Delay(TimeSpan.FromSeconds(3.5), TimeProvider.System, patience.Token);
        await agency.Owner.CreatesProperty();

        var data = (string?)null;
        while (data is null && await lines.ReadLineAsync(patience.Token) is { } line)
        {
            data = line.StartsWith("data: ", StringComparison.Ordinal) ? line["data: ".Length..] : null;
        }

        var said = JsonNode.Parse(data.ShouldNotBeNull("the stream ended"))!.AsObject();
        ((string?)said["type"]).ShouldBe("property.created");
        said.Select(member => member.Key).ShouldBe(["specversion", "id", "source", "type", "subject", "time", "actorid", "datacontenttype", "data"]);
    }
}
