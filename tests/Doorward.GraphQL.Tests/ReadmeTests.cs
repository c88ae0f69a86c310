using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Doorward.GraphQL.Tests;

/// <summary>The ten lines of the README are these, and they run.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task The_server_of_the_README_answers()
    {
        string[] args = ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=None"];

        // README begins
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddGraphQL("""
            type Query { hello(name: String! = "world"): String! }
            type Subscription { count(to: Int!): Int! }
            """, graph => graph
            .Query("hello", (string name) => $"hello {name}")
            .Subscription("count", (int to) => Enumerable.Range(1, to).ToAsyncEnumerable()));
        var app = builder.Build();
        app.UseWebSockets();
        app.MapGraphQL();
        // README ends
        await app.StartAsync();
        await using var _ = app;
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        (await client.GetStringAsync("/graphql?query={hello}")).ShouldBe("{\"data\":{\"hello\":\"hello world\"}}");
        using var events = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=subscription{count(to:2)}");
        events.Headers.Accept.ParseAdd("text/event-stream");
        (await (await client.SendAsync(events)).Content.ReadAsStringAsync()).ShouldContain("{\"data\":{\"count\":2}}");
    }

    [Fact]
    public void The_README_shows_the_code_that_was_run()
    {
        var here = File.ReadAllText(Here());
        var run = here[here.IndexOf("// README begins", StringComparison.Ordinal)..here.IndexOf("// README ends", StringComparison.Ordinal)];
        var readme = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "../../src/Doorward.GraphQL/README.md"));
        var shown = readme.Split("```csharp\n")[1].Split("```")[0].Replace("app.Run();", "", StringComparison.Ordinal);

        Lines(run).Skip(1).ShouldBe(Lines(shown));
    }

    private static IEnumerable<string> Lines(string code) => code.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0);

    private static string Here([CallerFilePath] string path = "") => path;
}
