using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Doorward.GraphQL.Tests.Sample;

namespace Doorward.GraphQL.Tests.Transport;

/// <summary>GraphQL over HTTP: status codes, media types, methods.</summary>
[Collection("one after the other")]
public sealed class HttpTests(SampleServer server)
{
    private const string GraphQLMedia = "application/graphql-response+json";

    [Theory]
    [InlineData(GraphQLMedia, "{ hello }", 200)]
    [InlineData("application/json", "{ hello }", 200)]
    [InlineData(GraphQLMedia, "{", 400)]
    [InlineData("application/json", "{", 200)]
    [InlineData(GraphQLMedia, "{ nope }", 400)]
    [InlineData("application/json", "{ nope }", 200)]
    [InlineData(GraphQLMedia, "query A { hello } query B { hello }", 400)]
    [InlineData("application/json", "query A { hello } query B { hello }", 200)]
    [InlineData(GraphQLMedia, "query ($n: String!) { hello(name: $n) }", 400)]
    [InlineData("application/json", "query ($n: String!) { hello(name: $n) }", 200)]
    [InlineData(GraphQLMedia, "{ secret }", 200)]
    [InlineData(GraphQLMedia, "subscription { count(to: 1) }", 400)]
    public async Task The_status_follows_the_media_type(string accept, string query, int status)
    {
        var answer = await Post(new { query }.ToJson(), accept);

        ((int)answer.StatusCode).ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(accept);
    }

    [Theory]
    [InlineData("query ($n: String!) { hello(name: $n) }", """{"n": "\ud800"}""")]
    [InlineData("query ($n: String!) { hello(name: $n) }", """{"\ud800": 1, "n": "you"}""")]
    [InlineData("query ($m: Mood) { messages(mood: $m) { total } }", """{"m": "\ud800"}""")]
    [InlineData("mutation ($m: NewMessage!) { post(message: $m) { id } }", """{"m": {"text": "x", "\ud800": 1}}""")]
    public async Task Half_a_letter_in_variables_is_no_fault_of_the_server(string query, string variables)
    {
        var answer = await Post($$"""{"query": "{{query}}", "variables": {{variables}}}""", GraphQLMedia);

        ((int)answer.StatusCode).ShouldBeLessThan(500);
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("INTERNAL");
    }

    [Theory]
    [InlineData("NONSENSE")]
    [InlineData("{\"query\":")]
    [InlineData("{\"qeury\": \"{__typename}\"}")]
    [InlineData("{\"query\": \"{__typename}\", \"variables\": [7]}")]
    [InlineData("{\"query\": 7}")]
    [InlineData("{\"query\": \"{__typename}\", \"operationName\": 3}")]
    [InlineData("{\"query\": \"{__typename}\"} trailing")]
    [InlineData("[{\"query\": \"{__typename}\"}]")]
    [InlineData("")]
    public async Task What_is_no_request_is_400_in_every_media_type(string body)
    {
        (await Post(body, GraphQLMedia)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Post(body, "application/json")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("*/*", GraphQLMedia)]
    [InlineData("application/json, application/graphql-response+json;q=0.9", "application/json")]
    [InlineData("application/json;q=0.5, application/graphql-response+json", GraphQLMedia)]
    [InlineData("text/html;q=0.1, application/*", GraphQLMedia)]
    [InlineData("application/json;charset=utf-8", "application/json")]
    public async Task The_first_acceptable_media_type_is_used(string accept, string expected) =>
        (await Post(new { query = "{ hello }" }.ToJson(), accept)).Content.Headers.ContentType!.MediaType.ShouldBe(expected);

    [Fact]
    public async Task Nothing_acceptable_is_406() =>
        (await Post(new { query = "{ hello }" }.ToJson(), "image/png")).StatusCode.ShouldBe(HttpStatusCode.NotAcceptable);

    [Fact]
    public async Task Another_content_type_is_415()
    {
        var answer = await server.Client.PostAsync("/graphql", new StringContent("{ hello }", Encoding.UTF8, "text/plain"));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Get_runs_queries_but_no_mutations()
    {
        var query = await server.Client.GetAsync("/graphql?query=query($n:String!){hello(name:$n)}&variables={\"n\":\"you\"}");
        (await query.Content.ReadAsStringAsync()).ShouldBe("{\"data\":{\"hello\":\"hello you\"}}");

        var mutation = await server.Client.GetAsync("/graphql?query=mutation{refuse}");
        mutation.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        mutation.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    [Fact]
    public async Task Other_methods_are_405() =>
        (await server.Client.PutAsync("/graphql", null)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);

    [Fact]
    public async Task A_body_that_is_too_large_is_413() =>
        (await Post("{\"query\":\"" + new string(' ', 5_000_000) + "\"}", GraphQLMedia)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task A_refusal_keeps_its_code_and_anything_else_keeps_its_secret()
    {
        var refused = await Ask("{ secret }");
        refused.ToJsonString().ShouldBe("""{"errors":[{"message":"This is not for you.","locations":[{"line":1,"column":3}],"path":["secret"],"extensions":{"code":"FORBIDDEN","need":"owner"}}],"data":{"secret":null}}""");

        var crashed = await Ask("{ crash }");
        crashed.ToJsonString().ShouldNotContain("hunter2");
        ((string)crashed["errors"]![0]!["extensions"]!["code"]!).ShouldBe("INTERNAL_SERVER_ERROR");
        ((string)crashed["errors"]![0]!["extensions"]!["traceId"]!).Length.ShouldBe(32);
    }

    [Fact]
    public async Task Records_lists_enums_ids_and_dates_are_written()
    {
        var answer = await Ask("{ messages(first: 2) { total nodes { id text mood at } } }");
        answer["data"]!.ToJsonString().ShouldBe("""{"messages":{"total":5,"nodes":[{"id":"00000000-0000-0000-0000-000000000000","text":"message 0","mood":"CALM","at":"2025-09-03T12:00:00.0000000\u002B00:00"},{"id":"00000001-0000-0000-0000-000000000000","text":"message 1","mood":"VERY_HAPPY","at":"2025-09-03T12:00:01.0000000\u002B00:00"}]}}""");
    }

    [Fact]
    public async Task Input_records_take_enums_and_defaults()
    {
        var answer = await Ask("mutation ($m: NewMessage!) { a: post(message: $m) { text mood } b: post(message: { text: \"x\", mood: CALM }) { mood } }",
            new { m = new { text = "hi \u2028 \"q\"" } });
        answer["data"]!["a"]!["mood"]!.ToString().ShouldBe("VERY_HAPPY");
        answer["data"]!["a"]!["text"]!.ToString().ShouldBe("hi \u2028 \"q\"");
        answer["data"]!["b"]!["mood"]!.ToString().ShouldBe("CALM");
    }

    [Fact]
    public async Task Automatic_persisted_queries_are_asked_for_once()
    {
        var query = "{ hello(name: \"apq\") }";
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(query)));
        var extensions = new { persistedQuery = new { version = 1, sha256Hash = hash } };

        (await AskJson(new { extensions }.ToJson()))["errors"]![0]!["message"]!.ToString().ShouldBe("PersistedQueryNotFound");
        (await AskJson(new { query, extensions }.ToJson()))["data"]!["hello"]!.ToString().ShouldBe("hello apq");
        (await AskJson(new { extensions }.ToJson()))["data"]!["hello"]!.ToString().ShouldBe("hello apq");
        (await AskJson(new { query = "{ __typename }", extensions }.ToJson()))["errors"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("PERSISTED_QUERY_MISMATCH");
    }

    [Fact]
    public async Task With_trusted_documents_nothing_else_runs()
    {
        var (app, address) = await SampleServer.Start(new GraphOptions { TrustedDocuments = new Dictionary<string, string> { ["greeting"] = "{ hello }" } }, new Chat());
        await using var _ = app;
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address };

        var known = await client.PostAsync("/graphql", Json(new { documentId = "greeting" }.ToJson()));
        (await known.Content.ReadAsStringAsync()).ShouldBe("{\"data\":{\"hello\":\"hello world\"}}");
        var unknown = await client.PostAsync("/graphql", Json(new { query = "{ __typename }" }.ToJson()));
        (await unknown.Content.ReadAsStringAsync()).ShouldContain("DOCUMENT_NOT_TRUSTED");
    }

    [Fact]
    public async Task Server_sent_events_carry_a_subscription_to_its_end()
    {
        var text = await Events("subscription { count(to: 3) }");
        text.ShouldBe("""
            event: next
            data: {"data":{"count":1}}

            event: next
            data: {"data":{"count":2}}

            event: next
            data: {"data":{"count":3}}

            event: complete
            data:


            """.ReplaceLineEndings("\n"));
        (await Events("{ hello }")).ShouldStartWith("event: next\ndata: {\"data\":{\"hello\":\"hello world\"}}\n\nevent: complete");
        (await Events("{ nope }")).ShouldContain("GRAPHQL_VALIDATION_FAILED");
        (await Events("subscription { broken }")).ShouldContain("\"CLOSED\"");
    }

    [Fact]
    public async Task A_source_that_breaks_ends_its_stream_with_an_error()
    {
        var text = await Events("subscription { failing(after: 2) }");
        text.ShouldContain("{\"data\":{\"failing\":1}}");
        text.ShouldContain("INTERNAL_SERVER_ERROR");
        text.ShouldEndWith("event: complete\ndata:\n\n");
    }

    [Fact]
    public async Task Leaving_an_event_stream_ends_its_source()
    {
        // what tests before this one left open ends first
        await Eventually.Is(() => server.Chat.OpenStreams == 0);
        const int before = 0;
        using (var leaving = new CancellationTokenSource())
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = Json(new { query = "subscription { count(to: 1000000, delayMilliseconds: 5) }" }.ToJson()) };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
            var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token);
            var stream = await response.Content.ReadAsStreamAsync(leaving.Token);
            await stream.ReadExactlyAsync(new byte[20], leaving.Token);
            server.Chat.OpenStreams.ShouldBeGreaterThan(before);
            response.Dispose();
        }

        await Eventually.Is(() => server.Chat.OpenStreams <= before);
    }

    [Fact]
    public async Task A_browser_gets_GraphiQL_from_this_host()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql");
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        var page = await server.Client.SendAsync(request);
        var html = await page.Content.ReadAsStringAsync();
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        html.ShouldNotContain("http://");
        html.ShouldNotContain("https://");
        if (Oracle.Npm.IsHere)
        {
            (await server.Client.GetAsync("/graphql/graphiql/graphiql.js")).Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
            (await server.Client.GetAsync("/graphql/graphiql/graphiql.css")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await server.Client.GetAsync("/graphql/graphiql/nothing.js")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<string> Events(string query)
    {
        var answer = await Post(new { query }.ToJson(), "text/event-stream");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return await answer.Content.ReadAsStringAsync();
    }

    private Task<JsonNode> Ask(string query, object? variables = null) => AskJson(new { query, variables }.ToJson());

    private async Task<JsonNode> AskJson(string body) =>
        JsonNode.Parse(await (await Post(body, GraphQLMedia)).Content.ReadAsStringAsync())!;

    private async Task<HttpResponseMessage> Post(string body, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = Json(body) };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await server.Client.SendAsync(request);
    }

    private static StringContent Json(string body) => new(body, new MediaTypeHeaderValue("application/json"));
}
