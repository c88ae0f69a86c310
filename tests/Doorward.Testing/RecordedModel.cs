using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Doorward.Testing;

/// <summary>
/// A server that speaks OpenAI's chat completions over real HTTP and answers what it is told to, call by call; the last answer is repeated. It
/// keeps what it was sent.
/// </summary>
public sealed class RecordedModel : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, JsonNode, Task>> _answers = new();
    private Func<HttpContext, JsonNode, Task> _last = Says("{}");

    private RecordedModel(WebApplication app) => _app = app;

    /// <summary>Where its API begins.</summary>
    public Uri Url => new(_app.Urls.First() + "/v1");

    /// <summary>The bodies of all requests, in order.</summary>
    public ConcurrentQueue<JsonNode> Asked { get; } = new();

    /// <summary>The traceparent headers that came along.</summary>
    public ConcurrentQueue<string> Traceparents { get; } = new();

    /// <summary>The Authorization headers that came along.</summary>
    public ConcurrentQueue<string> Authorizations { get; } = new();

    public static async Task<RecordedModel> Start(params Func<HttpContext, JsonNode, Task>[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var model = new RecordedModel(app);
        model.Then(answers);
        app.MapPost("/v1/chat/completions", model.Answer);
        await app.StartAsync();
        return model;
    }

    /// <summary>What it answers next.</summary>
    public RecordedModel Then(params Func<HttpContext, JsonNode, Task>[] answers)
    {
        foreach (var answer in answers)
        {
            _answers.Enqueue(answer);
        }

        return this;
    }

    /// <summary>Streams content in small pieces, with usage.</summary>
    public static Func<HttpContext, JsonNode, Task> Says(string content) => async (http, _) =>
    {
        await Begin(http);
        foreach (var piece in content.Chunk(7))
        {
            await Chunk(http, new JsonObject { ["content"] = new string(piece) });
        }

        await Chunk(http, [], "stop");
        await Usage(http);
        await End(http);
    };

    /// <summary>An answer in the form that the copilot asks for.</summary>
    public static Func<HttpContext, JsonNode, Task> Drafts(IReadOnlyList<(string Kind, string Text, string Ref, string Quote)> sentences, params string[] offers) =>
        Says(Draft(sentences, offers));

    /// <summary>That answer's JSON.</summary>
    public static string Draft(IReadOnlyList<(string Kind, string Text, string Ref, string Quote)> sentences, params string[] offers) => new JsonObject
    {
        ["sentences"] = new JsonArray([.. sentences.Select(sentence => new JsonObject { ["text"] = sentence.Text, ["kind"] = sentence.Kind, ["ref"] = sentence.Ref, ["quote"] = sentence.Quote })]),
        ["offers"] = new JsonArray([.. offers.Select(offer => JsonValue.Create(offer))]),
        ["confidence"] = 0.9,
        ["declined"] = "",
    }.ToJsonString();

    /// <summary>Streams a call of a tool, its arguments in pieces.</summary>
    public static Func<HttpContext, JsonNode, Task> Calls(string tool, object arguments) => async (http, _) =>
    {
        await Begin(http);
        var first = true;
        foreach (var piece in JsonSerializer.Serialize(arguments).Chunk(5))
        {
            var call = new JsonObject { ["index"] = 0, ["function"] = new JsonObject { ["arguments"] = new string(piece) } };
            if (first)
            {
                (call["id"], call["type"], call["function"]!["name"]) = ("call_1", "function", tool);
                first = false;
            }

            await Chunk(http, new JsonObject { ["tool_calls"] = new JsonArray(call) });
        }

        await Chunk(http, [], "tool_calls");
        await End(http);
    };

    /// <summary>Refuses in the form that the API has for it.</summary>
    public static Func<HttpContext, JsonNode, Task> Refuses() => async (http, _) =>
    {
        await Begin(http);
        await Chunk(http, new JsonObject { ["refusal"] = "I cannot help with that." });
        await Chunk(http, [], "stop");
        await End(http);
    };

    /// <summary>Begins to answer and drops the connection.</summary>
    public static Func<HttpContext, JsonNode, Task> CutsOff() => async (http, _) =>
    {
        await Begin(http);
        await Chunk(http, new JsonObject { ["content"] = "{\"sentences\":[" });
        http.Abort();
    };

    /// <summary>Begins to answer and then ends as if that were all: no reason to finish, no [DONE].</summary>
    public static Func<HttpContext, JsonNode, Task> StopsShort() => async (http, _) =>
    {
        await Begin(http);
        await Chunk(http, new JsonObject { ["content"] = "{\"sentences\":[" });
    };

    /// <summary>Begins well, then sends a chunk that is no JSON.</summary>
    public static Func<HttpContext, JsonNode, Task> Garbles() => async (http, _) =>
    {
        await Begin(http);
        await Chunk(http, new JsonObject { ["content"] = "{\"sentences\":[" });
        await Data(http, "{\"object\":\"chat.completion.chunk\",\"choices\":[{\"delta\":{\"conte");
        await End(http);
    };

    /// <summary>Says in the stream that it failed, as servers do that have sent their 200 already.</summary>
    public static Func<HttpContext, JsonNode, Task> FailsInTheStream() => async (http, _) =>
    {
        await Begin(http);
        await Chunk(http, new JsonObject { ["content"] = "{\"sentences\":[" });
        await Data(http, """{"error":{"message":"out of memory","type":"server_error"}}""");
    };

    /// <summary>Goes on in small pieces, and never comes to an end.</summary>
    public static Func<HttpContext, JsonNode, Task> Trickles() => async (http, _) =>
    {
        await Begin(http);
        while (!http.RequestAborted.IsCancellationRequested)
        {
            await Chunk(http, new JsonObject { ["content"] = " " });
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    };

    /// <summary>Answers a status.</summary>
    public static Func<HttpContext, JsonNode, Task> Fails(int status, int? retryAfterSeconds = null) => (http, _) =>
    {
        http.Response.StatusCode = status;
        if (retryAfterSeconds is { } seconds)
        {
            http.Response.Headers.RetryAfter = $"{seconds}";
        }

        return http.Response.WriteAsJsonAsync(new { error = new { message = "no" } });
    };

    /// <summary>Tells that it was asked, then answers only when it is let.</summary>
    public static Func<HttpContext, JsonNode, Task> Waits(TaskCompletionSource asked, Task go, Func<HttpContext, JsonNode, Task> then) => async (http, request) =>
    {
        asked.TrySetResult();
        await go.WaitAsync(http.RequestAborted);
        await then(http, request);
    };

    /// <summary>Refuses response_format json_schema, as older servers do, and answers what is asked otherwise.</summary>
    public static Func<HttpContext, JsonNode, Task> KnowsNoSchemas(Func<HttpContext, JsonNode, Task> then) => (http, request) =>
        (string?)request["response_format"]?["type"] == "json_schema" ? Fails(400)(http, request) : then(http, request);

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(atOnce.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
    }

    private async Task Answer(HttpContext http)
    {
        var request = (await JsonNode.ParseAsync(http.Request.Body))!;
        Asked.Enqueue(request);
        Traceparents.Enqueue(http.Request.Headers.TraceParent.ToString());
        Authorizations.Enqueue(http.Request.Headers.Authorization.ToString());
        _last = _answers.TryDequeue(out var next) ? next : _last;
        await _last(http, request);
    }

    private static Task Begin(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        return http.Response.StartAsync();
    }

    private static Task Chunk(HttpContext http, JsonObject delta, string? finish = null) => Data(http, new JsonObject
    {
        ["object"] = "chat.completion.chunk", ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }),
    }.ToJsonString());

    private static Task Usage(HttpContext http) => Data(http, """{"object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":100}}""");

    private static Task End(HttpContext http) => Data(http, "[DONE]");

    private static async Task Data(HttpContext http, string data)
    {
        await http.Response.WriteAsync($"data: {data}\n\n");
        await http.Response.Body.FlushAsync();
    }
}
