using System.Text;
using System.Text.Json.Nodes;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>6.1 and 6.2 Executing Requests and Operations: which operation runs, with which variables, and the life of a subscription.</summary>
public sealed class Section6_1_Requests
{
    private readonly Example example = new("type Query { a: Int echo(v: Int = 7, w: Int): String } type Mutation { a: Int }", """{ "a": 1 }""", new Dictionary<string, FieldResolver>
    {
        ["Query.echo"] = c => ValueTask.FromResult<object?>(string.Join(' ', c.Arguments.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value ?? "null"}"))),
    });

    [Theory]
    [InlineData("{ a }", null, """{"data":{"a":1}}""")]
    [InlineData("query A { a } query B { b: a }", "B", """{"data":{"b":1}}""")]
    [InlineData("query A { a } mutation M { m: a }", "M", """{"data":{"m":1}}""")]
    [InlineData("query A { a }", "A", """{"data":{"a":1}}""")]
    public async Task Section_6_1_the_operation_that_is_named_or_the_only_one(string document, string? name, string answer) =>
        (await example.Run(document, operation: name)).ToJsonString().ShouldBe(answer);

    [Theory]
    [InlineData("query A { a } query B { a }", null)]
    [InlineData("query A { a }", "B")]
    [InlineData("{ a }", "A")]
    [InlineData("fragment F on Query { a }", null)]
    public async Task Section_6_1_no_operation_is_a_request_error(string document, string? name) =>
        (await example.Run(document, operation: name)).Select(p => p.Key).ShouldBe(["errors"]);

    [Fact]
    public async Task Section_6_1_1_only_valid_requests_are_executed()
    {
        var ran = false;
        var counting = new Example("type Query { a: Int } type Mutation { act: Int }", fields: new Dictionary<string, FieldResolver> { ["Mutation.act"] = _ => { ran = true; return default; } });
        (await counting.Run("mutation { act nope }")).ContainsKey("data").ShouldBeFalse();
        (await counting.Run("mutation ($v: Int!) { act @include(if: $v) }")).ContainsKey("data").ShouldBeFalse();
        ran.ShouldBeFalse();
    }

    [Theory]
    [InlineData("query ($v: Int = 3) { echo(v: $v) }", "{}", "v=3")]
    [InlineData("query ($v: Int = 3) { echo(v: $v) }", """{"v":null}""", "v=null")]
    [InlineData("query ($v: Int = 3) { echo(v: $v) }", """{"v":4}""", "v=4")]
    [InlineData("query ($v: Int) { echo(v: $v) }", "{}", "v=7")]
    [InlineData("query ($v: Int) { echo(v: $v) }", """{"v":null}""", "v=null")]
    [InlineData("query ($v: Int = null) { echo(v: $v) }", "{}", "v=null")]
    [InlineData("query ($v: Int!) { echo(v: $v) }", """{"v":5}""", "v=5")]
    [InlineData("query ($w: Int) { echo(w: $w) }", "{}", "v=7")]
    [InlineData("query ($w: Int) { echo(w: $w) }", """{"w":null}""", "v=7 w=null")]
    [InlineData("{ echo(v: 1, w: 2) }", "{}", "v=1 w=2")]
    [InlineData("{ echo(v: null) }", "{}", "v=null")]
    [InlineData("query ($v: Int) { echo(v: $v) }", """{"v":1,"unknown":2}""", "v=1")]
    public async Task Section_6_1_2_and_6_4_1_coercion_of_variables_and_arguments(string document, string variables, string given) =>
        JsonNode.Parse(await example.Data(document, variables))!["echo"]!.ToString().ShouldBe(given);

    [Theory]
    [InlineData("query ($v: Int!) { echo(v: $v) }", "{}")]
    [InlineData("query ($v: Int!) { echo(v: $v) }", """{"v":null}""")]
    [InlineData("query ($v: Int! = 3) { echo(v: $v) }", """{"v":null}""")]
    [InlineData("query ($v: Int) { echo(v: $v) }", """{"v":"4"}""")]
    [InlineData("query ($v: Int, $unused: Int) { echo(v: $v) a @skip(if: true) b: a @include(if: false) }", """{"unused":"x"}""")]
    public async Task Section_6_1_2_values_that_do_not_fit_are_request_errors(string document, string variables) =>
        (await example.Run(document, variables)).Select(p => p.Key).ShouldBe(["errors"]);

    [Fact]
    public async Task Section_6_2_3_the_example_of_the_chat_room()
    {
        var chat = Chat([("Hagrid", "You're a wizard!")]);
        (await All(chat.Subscribe("subscription NewMessages { newMessage(roomId: 123) { sender text } }", CancellationToken.None)))
            .ShouldBe(["""{"data":{"newMessage":{"sender":"Hagrid","text":"You're a wizard!"}}}"""]);
    }

    [Fact]
    public async Task Section_6_2_3_1_and_6_2_3_2_each_event_is_one_execution_with_its_own_errors()
    {
        var chat = Chat([("Hagrid", "1"), ("Voldemort", "2"), ("Ron", "3")]);
        var results = await All(chat.Subscribe("subscription { m: newMessage(roomId: 123) { sender } }", CancellationToken.None));
        results.Count.ShouldBe(3);
        results[0].ShouldBe("""{"data":{"m":{"sender":"Hagrid"}}}""");
        var failed = JsonNode.Parse(results[1])!;
        failed["data"]!.ToJsonString().ShouldBe("""{"m":null}""");
        failed["errors"]![0]!["path"]!.ToJsonString().ShouldBe("""["m","sender"]""");
        results[2].ShouldBe("""{"data":{"m":{"sender":"Ron"}}}""");
    }

    [Fact]
    public async Task Section_6_2_3_1_a_source_that_cannot_be_opened_is_a_request_error()
    {
        var chat = Chat([], opens: false);
        var result = JsonNode.Parse((await All(chat.Subscribe("subscription { newMessage(roomId: 123) { sender } }", CancellationToken.None))).Single())!.AsObject();
        result.Select(p => p.Key).ShouldBe(["errors"]);
    }

    [Fact]
    public async Task Section_6_2_3_2_a_source_that_fails_completes_the_response_stream()
    {
        var chat = Chat([("Hagrid", "1"), ("", "")]);
        var results = await All(chat.Subscribe("subscription { newMessage(roomId: 123) { sender } }", CancellationToken.None));
        results.Count.ShouldBe(2);
        JsonNode.Parse(results[1])!.AsObject().Select(p => p.Key).ShouldBe(["errors"]);
    }

    [Fact]
    public async Task Section_6_2_3_3_unsubscribing_cancels_the_source()
    {
        var ended = new TaskCompletionSource();
        var endless = new Example("type Query { a: Int } type Subscription { tick: Int }", definition: new GraphDefinition().Subscription("tick", (CancellationToken cancellation) => Endless(ended, cancellation)));
        await foreach (var _ in endless.Subscribe("subscription { tick }", CancellationToken.None))
        {
            break;
        }

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Section_6_2_3_3_so_does_cancelling_while_it_waits()
    {
        var ended = new TaskCompletionSource();
        using var leaves = new CancellationTokenSource();
        var endless = new Example("type Query { a: Int } type Subscription { tick: Int }", definition: new GraphDefinition().Subscription("tick", (CancellationToken cancellation) => Endless(ended, cancellation)));
        var seen = 0;
        await foreach (var _ in endless.Subscribe("subscription { tick }", leaves.Token))
        {
            seen++;
            await leaves.CancelAsync();
        }

        seen.ShouldBe(1);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static Example Chat((string Sender, string Text)[] messages, bool opens = true) => new(
        "type Query { a: Int } type Subscription { newMessage(roomId: ID!): Message } type Message { sender: String! text: String }",
        definition: new GraphDefinition()
            .Subscription("newMessage", (string roomId) => opens && roomId == "123" ? Send(messages) : throw new RefusalException("NO_SUCH_ROOM", "There is no such room."))
            .Field("Message", "sender", (Message m) => m.Sender == "Voldemort" ? throw new RefusalException("UNNAMED", "Not to be named.") : m.Sender));

    private sealed record Message(string Sender, string? Text);

    private static async IAsyncEnumerable<Message?> Send((string Sender, string Text)[] messages)
    {
        foreach (var (sender, text) in messages)
        {
            await Task.Yield();
            yield return sender.Length == 0 ? throw new InvalidOperationException("the source broke") : new Message(sender, text);
        }
    }

    private static async IAsyncEnumerable<int?> Endless(TaskCompletionSource ended, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            yield return 1;
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        }
        finally
        {
            ended.SetResult();
        }
    }

    private static async Task<List<string>> All(IAsyncEnumerable<ReadOnlyMemory<byte>> responses)
    {
        var all = new List<string>();
        await foreach (var response in responses)
        {
            all.Add(Encoding.UTF8.GetString(response.Span));
        }

        return all;
    }
}
