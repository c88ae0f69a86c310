using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Doorward.Support.Tests.Knowledge;

/// <summary>A local server of the OpenAI wire format: a vector is how often each of a few topics is spoken of. It records what it is asked, and can misbehave.</summary>
internal sealed class EmbeddingServer : IAsyncDisposable
{
    private static readonly string[][] Topics =
    [
        ["dog", "cat", "pet", "puppy", "four-legged"], ["deposit", "money back", "bond"], ["wheelchair", "stairs", "lift"], ["internet", "fibre", "wifi"],
    ];

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<JsonNode> _asked = new();

    private EmbeddingServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First() + "/v1/");

    /// <summary>What it does: <c>normal</c>, <c>slow</c>, <c>429</c>, <c>500</c>, <c>malformed</c>, <c>short</c>, <c>ragged</c>, <c>zero</c>, <c>cut</c>.</summary>
    public string Mood { get; set; } = "normal";

    public int Dimensions { get; set; } = 4;

    public IReadOnlyCollection<JsonNode> Asked => _asked;

    public IReadOnlyList<string> Authorizations { get; private set; } = [];

    public static async Task<EmbeddingServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var server = new EmbeddingServer(app);
        app.MapPost("/v1/embeddings", (RequestDelegate)server.Answer);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task Answer(HttpContext http)
    {
        var asked = (await JsonNode.ParseAsync(http.Request.Body))!;
        _asked.Enqueue(asked);
        Authorizations = [.. Authorizations, http.Request.Headers.Authorization.ToString()];
        var texts = asked["input"]!.AsArray().Select(text => (string)text!).ToList();
        switch (Mood)
        {
            case "slow":
                await Task.Delay(TimeSpan.FromMinutes(5), TimeProvider.System, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            case "429" or "500":
                http.Response.StatusCode = int.Parse(Mood);
                return;
            case "cut":
                http.Abort();
                return;
            case "malformed":
                http.Response.ContentType = "application/json";
                await http.Response.WriteAsync("{\"data\": [{\"index\": 0, \"embedding\": [0.1, ");
                return;
        }

        var vectors = texts.Select(Vector).ToList();
        if (Mood is "short")
        {
            vectors.RemoveAt(0);
        }
        else if (Mood is "ragged")
        {
            vectors[^1] = [1];
        }
        else if (Mood is "zero")
        {
            vectors[0] = new float[Dimensions];
        }

        // As the specification allows, not in the order of the input: index says which is which.
        await http.Response.WriteAsJsonAsync(new
        {
            @object = "list", model = (string?)asked["model"], usage = new { prompt_tokens = 1, total_tokens = 1 },
            data = vectors.Select((vector, index) => new { @object = "embedding", index, embedding = vector }).Reverse(),
        }, new JsonSerializerOptions(JsonSerializerDefaults.Web));
    }

    private float[] Vector(string text)
    {
        var vector = new float[Dimensions];
        for (var n = 0; n < Dimensions; n++)
        {
            vector[n] = 0.01f + (n < Topics.Length ? Topics[n].Count(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) : 0);
        }

        return vector;
    }
}
