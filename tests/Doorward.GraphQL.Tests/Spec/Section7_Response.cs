using System.Text;
using System.Text.Json.Nodes;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>7 Response: the shape of results and request errors, the format of an error, paths, and JSON.</summary>
public sealed class Section7_Response
{
    private const string Document = """
        {
          hero(episode: $episode) {
            name
            heroFriends: friends {
              id
              name
            }
          }
        }
        """;

    private const string Data = """
        { "hero": { "name": "R2-D2", "friends": [
          { "id": "1000", "name": "Luke Skywalker" },
          { "id": "1002", "name": { "$fails": "Name for character with ID 1002 could not be fetched." } },
          { "id": "1003", "name": "Leia Organa" } ] } }
        """;

    [Fact]
    public async Task Section_7_1_1_a_result_without_errors_is_data_alone()
    {
        var answer = await Heroes("String").Run("{ hero { friends { id } } }");
        answer.Select(p => p.Key).ShouldBe(["data"]);
    }

    [Fact]
    public async Task Section_7_1_1_a_result_with_errors_has_both_and_errors_come_first()
    {
        var answer = await Heroes("String").Run("{ hero { friends { name } } }");
        answer.Select(p => p.Key).ShouldBe(["errors", "data"]);
        answer["errors"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Section_7_1_2_a_response_stream_is_a_stream_of_execution_results()
    {
        var example = new Example("type Query { a: Int } type Subscription { tick: Int }", definition: new GraphDefinition().Subscription("tick", (CancellationToken _) => Ticks()));
        var results = new List<string>();
        await foreach (var result in example.Subscribe("subscription { tick }", CancellationToken.None))
        {
            results.Add(Encoding.UTF8.GetString(result.Span));
        }

        results.ShouldBe(["""{"data":{"tick":1}}""", """{"data":{"tick":2}}"""]);
    }

    [Theory]
    [InlineData("{ hero", null, null)]
    [InlineData("{ nope }", null, null)]
    [InlineData("query A { hero { name } } query B { hero { name } }", null, null)]
    [InlineData("query A { hero { name } }", "B", null)]
    [InlineData("query ($episode: Episode!) { hero(episode: $episode) { name } }", null, null)]
    [InlineData("query ($episode: Episode) { hero(episode: $episode) { name } }", null, """{"episode":"CLONES"}""")]
    public async Task Section_7_1_3_a_request_error_has_errors_and_no_data(string document, string? operation, string? variables)
    {
        var answer = await Heroes("String").Run(document, variables, operation);
        answer.Select(p => p.Key).ShouldBe(["errors"]);
        answer["errors"]!.AsArray().ShouldNotBeEmpty();
        answer["errors"]!.AsArray().ShouldAllBe(e => e!["message"]!.ToString().Length > 0);
    }

    [Fact]
    public async Task Section_7_1_4_a_path_has_response_names_and_indices_from_zero()
    {
        var example = new Example("type Query { grid: [[Cell]] } type Cell { value: Int }", """{ "grid": [[], [{ "value": 1 }, { "value": { "$fails": "x" } }]] }""");
        (await example.Run("{ rows: grid { v: value } }"))["errors"]![0]!["path"]!.ToJsonString().ShouldBe("""["rows",1,1,"v"]""");
    }

    [Fact]
    public async Task Section_7_1_5_data_is_null_where_an_error_prevented_a_valid_response()
    {
        var answer = await new Example("type Query { a: Int! b: Int }", """{ "a": { "$fails": "x" }, "b": 1 }""").Run("{ b a }");
        answer.ContainsKey("data").ShouldBeTrue();
        answer["data"].ShouldBeNull();
    }

    [Fact]
    public async Task Section_7_1_6_a_name_that_may_be_null_fails()
    {
        var answer = await Heroes("String").Run(Asked());
        Error(answer).ShouldBe(["""["hero","heroFriends",1,"name"]""", """[{"line":6,"column":7}]""", "Name for character with ID 1002 could not be fetched."]);
        answer["data"]!.ToJsonString().ShouldBe(
            """{"hero":{"name":"R2-D2","heroFriends":[{"id":"1000","name":"Luke Skywalker"},{"id":"1002","name":null},{"id":"1003","name":"Leia Organa"}]}}""");
    }

    [Fact]
    public async Task Section_7_1_6_a_name_that_may_not_be_null_fails_with_the_same_error()
    {
        var answer = await Heroes("String!").Run(Asked());
        Error(answer).ShouldBe(["""["hero","heroFriends",1,"name"]""", """[{"line":6,"column":7}]""", "Name for character with ID 1002 could not be fetched."]);
        answer["data"]!.ToJsonString().ShouldBe(
            """{"hero":{"name":"R2-D2","heroFriends":[{"id":"1000","name":"Luke Skywalker"},null,{"id":"1003","name":"Leia Organa"}]}}""");
    }

    [Fact]
    public async Task Section_7_1_6_more_about_an_error_is_in_its_extensions_and_nowhere_else()
    {
        var example = new Example("type Query { a: Int }", fields: new Dictionary<string, FieldResolver>
        {
            ["Query.a"] = _ => throw new RefusalException("CAN_NOT_FETCH_BY_ID", "Not to be had.") { Extensions = new Dictionary<string, object?> { ["timestamp"] = "Fri Feb 9 14:33:09 UTC 2018" } },
        });
        var error = (await example.Run("{ a }"))["errors"]![0]!.AsObject();
        error.Select(p => p.Key).ShouldBe(["message", "locations", "path", "extensions"]);
        error["extensions"]!.ToJsonString().ShouldBe("""{"code":"CAN_NOT_FETCH_BY_ID","timestamp":"Fri Feb 9 14:33:09 UTC 2018"}""");
    }

    [Fact]
    public async Task Section_7_1_6_locations_begin_at_one_and_a_request_error_has_no_path()
    {
        var error = (await Heroes("String").Run("{ nope }"))["errors"]![0]!.AsObject();
        error["locations"]!.ToJsonString().ShouldBe("""[{"line":1,"column":3}]""");
        error.ContainsKey("path").ShouldBeFalse();
    }

    [Fact]
    public async Task Section_7_1_8_there_are_no_further_entries()
    {
        foreach (var document in new[] { "{ hero { name } }", "{ hero { friends { name } } }", "{ nope }", "{" })
        {
            (await Heroes("String").Run(document)).Select(p => p.Key).ShouldBeSubsetOf(["data", "errors", "extensions"]);
        }
    }

    [Fact]
    public async Task Section_7_2_1_each_kind_of_value_in_JSON() =>
        (await new Example("type Query { map: Query list: [Int] null: Int string: String boolean: Boolean int: Int float: Float enum: E id: ID } enum E { A }",
            """{ "map": {}, "list": [1, 2], "null": null, "string": "\"é\"\n", "boolean": true, "int": -7, "float": 1.5, "enum": "A", "id": 7 }""")
            .Data("{ map { __typename } list null string boolean int float enum id }"))
            .ShouldBe(JsonNode.Parse("""{"map":{"__typename":"Query"},"list":[1,2],"null":null,"string":"\"é\"\n","boolean":true,"int":-7,"float":1.5,"enum":"A","id":"7"}""")!.ToJsonString());

    [Theory]
    [InlineData("{ name age }", """{"name":"Mark","age":30}""")]
    [InlineData("{ age name }", """{"age":30,"name":"Mark"}""")]
    [InlineData("{ ...F name } fragment F on Query { age }", """{"age":30,"name":"Mark"}""")]
    public async Task Section_7_2_2_fields_come_in_the_order_they_were_asked_for(string document, string data) =>
        (await new Example("type Query { name: String age: Int }", """{ "name": "Mark", "age": 30 }""").Data(document)).ShouldBe(data);

    private static Example Heroes(string name) => new(
        $"type Query {{ hero(episode: Episode): Character }} enum Episode {{ JEDI }} type Character {{ id: ID name: {name} friends: [Character] }}", Data);

    // the text leaves the variable to the reader; on the first line, so that its places hold
    private static string Asked() => "query ($episode: Episode) " + Document;

    private static string[] Error(JsonObject answer)
    {
        var error = answer["errors"]!.AsArray().Single()!;
        return [error["path"]!.ToJsonString(), error["locations"]!.ToJsonString(), error["message"]!.ToString()];
    }

    private static async IAsyncEnumerable<int?> Ticks()
    {
        await Task.Yield();
        yield return 1;
        yield return 2;
    }
}
