using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Doorward.GraphQL.Tests.Sample;
using Microsoft.Playwright;

namespace Doorward.GraphQL.Tests.Browser;

/// <summary>GraphiQL as a person meets it: the page at /graphql in a real browser, cut off from every other host.</summary>
[Collection("one after the other")]
public sealed class GraphiQLTests(SampleServer server, Chromium chromium) : IAsyncLifetime
{
    private const string Editor = ".graphiql-query-editor .CodeMirror";
    private const string Answer = ".result-window .CodeMirror-code";

    private readonly ConcurrentQueue<string> elsewhere = [];
    private readonly ConcurrentQueue<string> problems = [];
    private IPage page = null!;

    public async ValueTask InitializeAsync()
    {
        page = await chromium.Open();
        page.Request += (_, request) => Note(request.Url);
        page.WebSocket += (_, socket) => Note(socket.Url);
        page.PageError += (_, error) => problems.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                problems.Enqueue(message.Text);
            }
        };
    }

    [Fact]
    public async Task A_query_is_typed_and_run_and_its_answer_seen()
    {
        await Show();
        await Type("query ($name: String!) { hello(name: $name) messages(first: 1) { nodes { text author { name } } } }", variables: """{"name":"browser"}""");
        await Run();

        await Sees("\"hello browser\"");
        await Sees("\"author 0\"");
        AskedNobodyElse();
    }

    [Fact]
    public async Task A_subscription_is_seen_event_by_event()
    {
        await Show();
        await Type("subscription { count(to: 1000000, delayMilliseconds: 30) }");
        await Run();
        // an early event, and then one of two digits in its place
        await Assertions.Expect(page.Locator(Answer)).ToContainTextAsync(new Regex("\"count\": \\d"));
        await Assertions.Expect(page.Locator(Answer)).ToContainTextAsync(new Regex("\"count\": \\d\\d"));
        await Eventually.Is(() => server.Chat.OpenStreams > 0);

        // the same button now stops it, and the source stream ends with it
        await Run();
        await Eventually.Is(() => server.Chat.OpenStreams == 0);
        AskedNobodyElse();
    }

    [Fact]
    public async Task The_documentation_of_the_schema_is_there_and_a_mistake_is_marked()
    {
        await Show();
        await page.GetByLabel("Show Documentation Explorer").ClickAsync();
        await Assertions.Expect(page.Locator(".graphiql-doc-explorer")).ToContainTextAsync("Subscription");
        await Type("{ nope }");
        await Assertions.Expect(page.Locator(Editor + " .CodeMirror-lint-mark-error").First).ToBeVisibleAsync();
        await Run();
        await Sees("GRAPHQL_VALIDATION_FAILED");
        problems.Clear(); // the browser itself logs that this answer has status 400
        AskedNobodyElse();
    }

    public async ValueTask DisposeAsync() => await page.Context.CloseAsync();

    private async Task Show()
    {
        await page.GotoAsync(new Uri(server.Address, "/graphql").ToString());
        await Assertions.Expect(page.Locator(Editor)).ToBeVisibleAsync();
        // the schema has come when the documentation can be opened
        await Assertions.Expect(page.Locator(".graphiql-spinner")).ToHaveCountAsync(0);
    }

    private async Task Type(string document, string? variables = null)
    {
        await Fill(Editor, document);
        if (variables is not null)
        {
            await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Variables" }).ClickAsync();
            await Fill("[aria-label=Variables] .graphiql-editor:not(.hidden) .CodeMirror, [aria-label=Variables] > div:not(.hidden) > .CodeMirror", variables);
        }
    }

    // Pasted at once: what is typed letter by letter gets brackets closed and words completed for it.
    private async Task Fill(string editor, string text)
    {
        await page.Locator(editor).ClickAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(text);
    }

    private Task Run() => page.Locator(".graphiql-execute-button").ClickAsync();

    private Task Sees(string text) => Assertions.Expect(page.Locator(Answer)).ToContainTextAsync(text);

    private void AskedNobodyElse()
    {
        elsewhere.ShouldBeEmpty();
        problems.ShouldBeEmpty();
    }

    private void Note(string url)
    {
        if (!url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("blob:", StringComparison.Ordinal) && new Uri(url).Authority != server.Address.Authority)
        {
            elsewhere.Enqueue(url);
        }
    }
}
