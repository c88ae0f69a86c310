using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Doorward.Platform.Queues;

namespace Doorward.Testing;

/// <summary>
/// A queue of a test's own at a real SQS server: npm fauxqs, behind a gate that checks signatures with AWS's own implementation. One server a test run; it
/// ends with the process.
/// </summary>
public sealed class TestQueue
{
    private static readonly Lazy<Task<NodeProgram>> Server = new(() => NodeProgram.Start(Path.Combine(Folder(), "servers")));
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { UseProxy = false });

    private readonly string _name;

    private TestQueue(string name, Uri url) => (_name, Url) = (name, url);

    public Uri Url { get; }

    /// <summary>Who may sign at a queue that wants it.</summary>
    public static SqsCredentials Credentials { get; } = new("AKIDTEST", "test/secret+key", "test//session+token==");

    /// <summary>Makes one; skips the test where there is no node.</summary>
    /// <param name="mustSign">Whether it takes only what is signed.</param>
    public static async Task<TestQueue> Open(bool mustSign = false)
    {
        if (!NodeProgram.IsHere)
        {
            Environment.GetEnvironmentVariable("CI").ShouldNotBe("true", "Node is not installed, and on CI it has to be.");
            Assert.Skip("Node is not installed: no queue to test against.");
        }

        var name = $"{(mustSign ? "signed" : "open")}-{Guid.CreateVersion7():N}";
        return new TestQueue(name, new Uri((await Call(HttpMethod.Post, "/__queue", new { name }))!));
    }

    /// <summary>How Doorward is told of it; short waits.</summary>
    public SqsSettings Settings(int visibilitySeconds = 30, SqsCredentials? credentials = null) =>
        new(Url, "eu-west-1", credentials) { WaitSeconds = 2, PatienceSeconds = 8, VisibilitySeconds = visibilitySeconds };

    /// <summary>Sends a message, as a screening system does.</summary>
    public async Task Send(string body, string? traceparent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Url, "/"))
        {
            // as they are: JsonContent would begin the names with a small letter
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new
            {
                QueueUrl = Url.OriginalString, MessageBody = body,
                MessageAttributes = traceparent is null ? null : new { traceparent = new { DataType = "String", StringValue = traceparent } },
            })) { Headers = { ContentType = new("application/x-amz-json-1.0") } },
        };
        request.Headers.Add("X-Amz-Target", "AmazonSQS.SendMessage");
        using var answer = await Http.SendAsync(request, CancellationToken.None);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>What calls of that action meet from now on: see server.mjs.</summary>
    public Task Misbehaves(string action, string mode) => Call(HttpMethod.Post, "/__mode", new { name = _name, action, mode });

    /// <summary>How often an action was asked for.</summary>
    public async Task<IReadOnlyList<(string Action, int? Entries, int? Visibility)>> Calls(string action) =>
    [
        .. (await Look())["calls"]!.AsArray().Select(call => ((string)call!["action"]!, (int?)call["entries"], (int?)call["visibility"]))
            .Where(call => call.Item1 == action),
    ];

    /// <summary>What is in it, hidden or not.</summary>
    public async Task<IReadOnlyList<string>> Messages() => [.. (await Look())["messages"]!.AsArray().Select(body => (string)body!)];

    public Task IsEmpty() => Eventually.So("the queue is empty", async () => (await Messages()).Count == 0, 60);

    private async Task<JsonNode> Look() => JsonNode.Parse((await Call(HttpMethod.Get, $"/__queue?name={_name}", null))!)!;

    private static async Task<string?> Call(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, (await Server.Value).FirstLine + path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await Http.SendAsync(request, CancellationToken.None);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
