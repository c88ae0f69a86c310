using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Tests.Oracle;
using Doorward.GraphQL.Tests.Sample;

namespace Doorward.GraphQL.Tests.Hostile;

/// <summary>The limits that hostile documents do not reach by themselves: each is set low, and met from both sides.</summary>
public sealed class LimitTests
{
    private const string Sdl = "type Query { a: Query s: String long(length: Int!): String! }";

    [Fact]
    public async Task Fields_once_fragments_are_spread_out()
    {
        const string Document = "{ ...F a { ...F } } fragment F on Query { s x: s y: s }";
        (await Code(Document, new GraphQLLimits { MaxFields = 7 })).ShouldBeNull();
        (await Code(Document, new GraphQLLimits { MaxFields = 6 })).ShouldBe(GraphQLErrorCodes.TooCostly);
    }

    [Fact]
    public async Task Lists_that_nest_in_introspection()
    {
        const string Document = "{ __schema { types { fields { type { fields { name } } } } } }";
        (await Code(Document, new GraphQLLimits { MaxIntrospectionDepth = 2 })).ShouldBeNull();
        (await Code(Document, new GraphQLLimits { MaxIntrospectionDepth = 1 })).ShouldBe(GraphQLErrorCodes.TooDeep);
    }

    [Fact]
    public async Task Validation_errors_are_cut_off()
    {
        var errors = (await Answer("{" + string.Concat(Enumerable.Range(0, 100).Select(n => $" nothing{n}")) + " }", new GraphQLLimits { MaxErrors = 3 }))["errors"]!.AsArray();
        errors.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Bytes_of_a_response()
    {
        (await Code("{ long(length: 900) }", new GraphQLLimits { MaxResponseBytes = 1000 })).ShouldBeNull();
        (await Code("{ long(length: 1100) s }", new GraphQLLimits { MaxResponseBytes = 1000 })).ShouldBe(GraphQLErrorCodes.ListTooLong);
    }

    [Fact]
    public async Task An_exception_that_is_foreseen_has_its_own_code_and_any_other_one_tells_nothing()
    {
        var engine = new GraphEngine(
            "type Query { foreseen: String fault: String }",
            new GraphDefinition()
                .Query("foreseen", string () => throw new TimeoutException("secret"))
                .Query("fault", string () => throw new InvalidOperationException("secret")),
            new GraphOptions { Foreseen = failure => failure is TimeoutException ? new RefusalException("TOO_SLOW", "Come again.") : null });

        var answer = await OracleTests.Execute(engine, "{ foreseen fault }", null);

        answer["errors"]!.AsArray().Select(error => (string?)error!["extensions"]!["code"]).ShouldBe(["TOO_SLOW", GraphQLErrorCodes.Internal], ignoreOrder: true);
        answer.ToJsonString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task An_operation_that_is_not_admitted_does_not_run_and_is_judged_by_what_it_really_asks()
    {
        var ran = new List<string>();
        var asked = new List<string>();
        var engine = new GraphEngine(
            "directive @secret on ARGUMENT_DEFINITION type Query { a(x: Int @secret y: Int): Thing b: Int } type Thing { id: ID n: Int }",
            new GraphDefinition()
                .Query("a", (int? x, int? y) => { ran.Add($"a {x} {y}"); return new { Id = "1", N = 2 }; })
                .Query("b", () => { ran.Add("b"); return 1; }),
            new GraphOptions
            {
                Admit = (_, operation) =>
                {
                    asked.Add($"{operation.Kind}: " + string.Join("; ", operation.Fields.Select(field =>
                        $"{field.Definition.Name} {string.Join(",", field.Given.Select(argument => argument.Name))} {field.SelectsOnly("id")}")));
                    return operation.Fields.Any(field => field.Given.Any(argument => argument.Directives.Count > 0)) ? new RefusalException("SECRET", "No.") : null;
                },
            });
        const string Document = "query($x: Int, $y: Boolean!) { a(x: $x, y: 3) { id } b @include(if: $y) ...more } fragment more on Query { other: a { id n } }";

        (await OracleTests.Execute(engine, Document, JsonNode.Parse("""{"x":1,"y":true}""")))["errors"]![0]!["extensions"]!["code"]!.GetValue<string>().ShouldBe("SECRET");
        ran.ShouldBeEmpty();
        (await OracleTests.Execute(engine, Document, JsonNode.Parse("""{"x":null,"y":false}""")))["errors"].ShouldBeNull();
        (await OracleTests.Execute(engine, "{ b }", null))["errors"].ShouldBeNull();
        (await OracleTests.Execute(engine, "{ b }", null))["errors"].ShouldBeNull();

        asked.ShouldBe(["Query: a x,y True; b  False; a  False", "Query: a y True; a  False", "Query: b  False", "Query: b  False"]);
        ran.ShouldBe(["a  3", "a  ", "b", "b"]);
    }

    [Fact]
    public async Task A_silent_event_stream_is_kept_alive()
    {
        var (app, address) = await SampleServer.Start(new GraphOptions { EventStreamHeartbeat = TimeSpan.FromMilliseconds(20) }, new Chat());
        await using var server = app;
        using var client = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/graphql"))
        {
            Content = new StringContent("""{"query":"subscription { count(to: 1, delayMilliseconds: 60000) }"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Accept", "text/event-stream");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        string? line;
        do
        {
            line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }
        while (line is { Length: 0 });

        line.ShouldNotBeNull().ShouldStartWith(":");
    }

    [Fact]
    public async Task A_silent_socket_is_pinged()
    {
        var (app, address) = await SampleServer.Start(new GraphOptions { PingInterval = TimeSpan.FromMilliseconds(20) }, new Chat());
        await using var server = app;
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new Uri($"ws://{address.Authority}/graphql"), CancellationToken.None);
        await socket.SendAsync("""{"type":"connection_init"}"""u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);

        var types = new List<string?>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!types.Contains("ping"))
        {
            var buffer = new byte[4096];
            var frame = await socket.ReceiveAsync(buffer, limit.Token);
            types.Add((string?)JsonNode.Parse(buffer.AsSpan(0, frame.Count))!["type"]);
        }

        types[0].ShouldBe("connection_ack");
    }

    private static async Task<string?> Code(string document, GraphQLLimits limits) =>
        (string?)(await Answer(document, limits))["errors"]?[0]?["extensions"]?["code"];

    private static async Task<JsonNode> Answer(string document, GraphQLLimits limits)
    {
        var engine = new GraphEngine(
            Sdl,
            new GraphDefinition().Query("a", () => new object()).Query("s", () => "s").Query("long", (int length) => new string('x', length)),
            new GraphOptions { Limits = limits });
        return (await OracleTests.Execute(engine, document, null))!;
    }
}
