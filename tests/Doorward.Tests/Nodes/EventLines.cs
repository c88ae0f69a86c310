using Doorward.Testing;

namespace Doorward.Tests.Nodes;

/// <summary>A client of the stream of server-sent events, from now on.</summary>
internal sealed class EventLines : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventLines(HttpResponseMessage response, StreamReader lines) => (_response, _lines) = (response, lines);

    /// <summary>Connects; what is done from here on is told.</summary>
    public static async Task<EventLines> Follow(IFrontDoor node, Person person)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Address, "/api/v1/events"));
        request.Headers.Authorization = new("Bearer", person.Token);
        var response = await node.Http.SendAsync(request, CancellationToken.None);
        ((int)response.StatusCode).ShouldBe(200);
        var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await lines.ReadLineAsync()).ShouldBe(": welcome");
        return new EventLines(response, lines);
    }

    /// <summary>The data of the next event of a type, whatever else comes before it.</summary>
    public async Task<string> Next(string type)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        while (await _lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line == $"event: {type}")
            {
                return (await _lines.ReadLineAsync(patience.Token))!;
            }
        }

        throw new InvalidOperationException($"The stream ended before {type}.");
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}
