using System.Net;
using Doorward.GraphQL.Loading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(Doorward.GraphQL.Tests.Sample.SampleServer))]

namespace Doorward.GraphQL.Tests.Sample;

public sealed record Author(int Id, string Name);

public sealed record Message(Guid Id, string Text, int AuthorId, DateTimeOffset At, Mood Mood);

public sealed record NewMessage(string Text, Mood? Mood);

public sealed record Page(IReadOnlyList<Message> Nodes, int Total);

public enum Mood
{
    Calm,
    VeryHappy,
}

/// <summary>Authors by id; counts its batches.</summary>
public sealed class AuthorLoader(Chat chat) : DataLoader<int, Author?>
{
    protected override async Task Load(LoadBatch<int, Author?> batch, CancellationToken cancellation)
    {
        await Task.Yield();
        lock (chat.Batches)
        {
            chat.Batches.Add([.. batch.Keys]);
        }

        foreach (var id in batch.Keys)
        {
            if (id == 13)
            {
                batch.Fail(id, new RefusalException("UNLUCKY", "Nobody asks for 13."));
            }
            else if (id < 100)
            {
                batch.Set(id, new Author(id, $"author {id}"));
            }
        }
    }
}

/// <summary>The program: what a real server would keep in a database.</summary>
public sealed class Chat
{
    public List<Message> Messages { get; } = [.. Enumerable.Range(0, 5).Select(i =>
        new Message(new Guid(i, 0, 0, new byte[8]), $"message {i}", i % 3, new DateTimeOffset(2025, 9, 3, 12, 0, i, TimeSpan.Zero), i % 2 == 0 ? Mood.Calm : Mood.VeryHappy))];

    public List<int[]> Batches { get; } = [];

    private int openStreams;

    public int OpenStreams => Volatile.Read(ref openStreams);

    public async IAsyncEnumerable<int> Count(int to, int? delayMilliseconds, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        Interlocked.Increment(ref openStreams);
        try
        {
            for (var i = 1; i <= to; i++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(delayMilliseconds ?? 0), TimeProvider.System, cancellation);
                yield return i;
            }
        }
        finally
        {
            Interlocked.Decrement(ref openStreams);
        }
    }
}

/// <summary>The sample of the README, grown up: every transport over a real socket.</summary>
public sealed class SampleServer : IAsyncLifetime
{
    public const string Sdl = """
        type Query {
          hello(name: String! = "world"): String!
          messages(first: Int = 5, mood: Mood): Page!
          author(id: Int!): Author
          secret: String
          crash: String
          slow(milliseconds: Int!): String!
        }
        type Page { nodes: [Message!]! total: Int! }
        type Message { id: ID! text: String! author: Author at: DateTime! mood: Mood! }
        type Author { id: Int! name: String! }
        enum Mood { CALM VERY_HAPPY }
        input NewMessage { text: String! mood: Mood = VERY_HAPPY }
        type Mutation { post(message: NewMessage!): Message! refuse: Boolean }
        type Subscription { count(to: Int!, delayMilliseconds: Int): Int! broken: Int failing(after: Int!): Int! }
        "RFC 3339."
        scalar DateTime @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339")
        """;

    private WebApplication app = null!;

    public Uri Address { get; private set; } = null!;

    public Uri Socket => new($"ws://{Address.Authority}/graphql");

    public HttpClient Client { get; private set; } = null!;

    public Chat Chat { get; } = new();

    public static void Define(GraphDefinition graph) => graph
        .Scalar("DateTime", Schema.Moments.DateTime)
        .Query("hello", (string name) => $"hello {name}")
        .Query("messages", (int? first, Mood? mood, Chat chat) =>
            new Page([.. chat.Messages.Where(m => mood is null || m.Mood == mood).Take(first ?? 5)], chat.Messages.Count))
        .Query("author", (int id, AuthorLoader authors) => authors.Load(id))
        .Query("secret", string () => throw new RefusalException("FORBIDDEN", "This is not for you.") { Extensions = new Dictionary<string, object?> { ["need"] = "owner" } })
        .Query("crash", string () => throw new InvalidOperationException("password=hunter2"))
        .Query("slow", async (int milliseconds, CancellationToken cancellation) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, cancellation);
            return "done";
        })
        .Field("Message", "author", (Message message, AuthorLoader authors) => authors.Load(message.AuthorId))
        .Mutation("post", (NewMessage message, Chat chat) =>
        {
            var posted = new Message(Guid.CreateVersion7(), message.Text, 1, DateTimeOffset.UnixEpoch, message.Mood!.Value);
            return posted;
        })
        .Mutation("refuse", bool? () => throw new RefusalException("SLOT_TAKEN", "Somebody was faster."))
        .Subscription("count", (int to, int? delayMilliseconds, Chat chat, CancellationToken cancellation) => chat.Count(to, delayMilliseconds, cancellation))
        .Subscription("broken", IAsyncEnumerable<int?> () => throw new RefusalException("CLOSED", "Nothing to hear."))
        .Subscription("failing", (int after) => Failing(after));

    public async ValueTask InitializeAsync()
    {
        (app, Address) = await Start(new GraphOptions { ConnectionInitTimeout = TimeSpan.FromMilliseconds(600), MaxOperationsPerConnection = 5, MaxQueuedMessages = 200 }, Chat);
        Client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = Address };
    }

    public static async Task<(WebApplication App, Uri Address)> Start(GraphOptions options, Chat chat, Action<IServiceCollection>? more = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(chat);
        more?.Invoke(builder.Services);
        builder.Services.AddGraphQL(Sdl, Define, options);
        var app = builder.Build();
        app.UseWebSockets();
        app.MapGraphQL("/graphql", new GraphWebSocketOptions
        {
            Accept = (_, payload, _) => ValueTask.FromResult(
                payload.ValueKind == System.Text.Json.JsonValueKind.Undefined || !payload.TryGetProperty("token", out var token) || token.GetString() != "wrong"),
        });
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return (app, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }

    private static async IAsyncEnumerable<int> Failing(int after)
    {
        for (var i = 0; i < after; i++)
        {
            await Task.Yield();
            yield return i;
        }

        throw new InvalidOperationException("the source broke");
    }
}
