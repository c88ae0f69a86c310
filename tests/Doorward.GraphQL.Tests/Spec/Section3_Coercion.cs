using System.Text.Json.Nodes;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>3.5 to 3.12: the coercion of every kind of type, its tables row by row; results first, then input.</summary>
public sealed class Section3_Coercion
{
    private const string Inputs = """
        type Query { int(v: Int): String float(v: Float): String string(v: String): String boolean(v: Boolean): String id(v: ID): String enum(v: Direction): String
          example(v: ExampleInputObject): String oneOf(v: ExampleOneOfInputObject): String list(v: [Int]): String lists(v: [[Int]]): String nonNull(nonNullArg: String!): String }
        enum Direction { NORTH EAST SOUTH WEST }
        input ExampleInputObject { a: String b: Int! }
        input ExampleOneOfInputObject @oneOf { a: String b: Int }
        """;

    // every field answers what its argument was coerced to
    private readonly Example echo = new(Inputs, fields: new[] { "int", "float", "string", "boolean", "id", "enum", "example", "oneOf", "list", "lists", "nonNull" }
        .ToDictionary(f => "Query." + f, _ => (FieldResolver)(c => ValueTask.FromResult<object?>(c.Arguments.Count == 0 ? "nothing" : Shown(c.Arguments.Values.Single())))));

    [Theory]
    [InlineData("Int", "1", "1")]
    [InlineData("Int", "1.0", "1")]
    [InlineData("Int", "\"123\"", "123")]
    [InlineData("Int", "true", "1")]
    [InlineData("Int", "-2147483648", "-2147483648")]
    [InlineData("Int", "2147483647", "2147483647")]
    [InlineData("Float", "1", "1")]
    [InlineData("Float", "\"123.0\"", "123")]
    [InlineData("Float", "1.5", "1.5")]
    [InlineData("String", "true", "\"true\"")]
    [InlineData("String", "1", "\"1\"")]
    [InlineData("Boolean", "1", "true")]
    [InlineData("Boolean", "0", "false")]
    [InlineData("ID", "4", "\"4\"")]
    [InlineData("ID", "\"4\"", "\"4\"")]
    [InlineData("Direction", "\"NORTH\"", "\"NORTH\"")]
    public async Task Section_3_5_and_3_9_results_are_coerced_where_nothing_is_lost(string type, string value, string result) =>
        (await Result(type, value)).ShouldBe($$"""{"v":{{result}}}""");

    [Theory]
    [InlineData("Int", "1.2")]
    [InlineData("Int", "\"12a\"")]
    [InlineData("Int", "\"1.5\"")]
    [InlineData("Int", "2147483648")]
    [InlineData("Int", "-2147483649")]
    [InlineData("Int", "[1]")]
    [InlineData("Float", "\"x\"")]
    [InlineData("Float", "\"NaN\"")]
    [InlineData("Float", "\"Infinity\"")]
    [InlineData("Float", "[]")]
    [InlineData("String", "{}")]
    [InlineData("Boolean", "\"true\"")]
    [InlineData("ID", "1.5")]
    [InlineData("ID", "true")]
    [InlineData("Direction", "\"UP\"")]
    [InlineData("Direction", "\"north\"")]
    public async Task Section_3_5_and_3_9_results_that_cannot_be_coerced_are_execution_errors(string type, string value)
    {
        var answer = await Wrapped(type, value).Run("{ v }");
        answer["data"]!.ToJsonString().ShouldBe("""{"v":null}""");
        answer["errors"]!.AsArray().Single()!["path"]!.ToJsonString().ShouldBe("""["v"]""");
    }

    [Theory]
    [InlineData("int", "1", "1")]
    [InlineData("int", "-2147483648", "-2147483648")]
    [InlineData("float", "1", "1")]
    [InlineData("float", "1.5e3", "1500")]
    [InlineData("string", "\"\"", "\"\"")]
    [InlineData("boolean", "false", "false")]
    [InlineData("id", "\"4\"", "\"4\"")]
    [InlineData("id", "4", "\"4\"")]
    [InlineData("id", "-4", "\"-4\"")]
    [InlineData("enum", "NORTH", "\"NORTH\"")]
    [InlineData("int", "null", "null")]
    [InlineData("enum", "null", "null")]
    public async Task Section_3_5_and_3_9_input_that_fits(string field, string value, string coerced)
    {
        (await Coerced(field, value, "{}")).ShouldBe(coerced);
        (await Coerced(field, "$var", $$"""{"var":{{(field == "enum" && value != "null" ? $"\"{value}\"" : value)}}}""")).ShouldBe(coerced);
    }

    [Theory]
    [InlineData("int", "1.5")]
    [InlineData("int", "\"1\"")]
    [InlineData("int", "true")]
    [InlineData("int", "2147483648")]
    [InlineData("int", "-2147483649")]
    [InlineData("float", "\"1.5\"")]
    [InlineData("float", "1e400")]
    [InlineData("float", "true")]
    [InlineData("string", "1")]
    [InlineData("string", "true")]
    [InlineData("boolean", "1")]
    [InlineData("boolean", "\"true\"")]
    [InlineData("id", "4.5")]
    [InlineData("id", "true")]
    [InlineData("enum", "1")]
    [InlineData("enum", "true")]
    public async Task Section_3_5_and_3_9_input_that_does_not_fit_is_a_request_error(string field, string value)
    {
        await IsRequestError(field, value, "{}");
        await IsRequestError(field, "$var", $$"""{"var":{{value}}}""");
    }

    [Fact]
    public async Task Section_3_5_numbers_of_JSON_with_an_empty_fraction_are_integers_and_literals_are_not()
    {
        (await Coerced("int", "$var", """{"var":1.0}""")).ShouldBe("1");
        (await Coerced("id", "$var", """{"var":4.0}""")).ShouldBe("\"4\"");
        await IsRequestError("int", "1.0", "{}");
        await IsRequestError("id", "4.0", "{}");
    }

    [Fact]
    public async Task Section_3_9_a_string_literal_is_no_enum_value_and_a_JSON_string_is()
    {
        await IsRequestError("enum", "\"NORTH\"", "{}");
        await IsRequestError("enum", "UP", "{}");
        await IsRequestError("enum", "$var", """{"var":"UP"}""");
        (await Coerced("enum", "$var", """{"var":"NORTH"}""")).ShouldBe("\"NORTH\"");
    }

    [Theory]
    [InlineData("""{ a: "abc", b: 123 }""", "{}", """{"a":"abc","b":123}""")]
    [InlineData("{ a: null, b: 123 }", "{}", """{"a":null,"b":123}""")]
    [InlineData("{ b: 123 }", "{}", """{"b":123}""")]
    [InlineData("{ a: $a, b: 123 }", """{"a":null}""", """{"a":null,"b":123}""")]
    [InlineData("{ a: $a, b: 123 }", "{}", """{"b":123}""")]
    [InlineData("{ b: $b }", """{"b":123}""", """{"b":123}""")]
    [InlineData("$var", """{"var":{"b":123}}""", """{"b":123}""")]
    public async Task Section_3_10_the_table_of_input_objects(string literal, string variables, string coerced) =>
        (await Coerced("example", literal, variables)).ShouldBe(coerced);

    [Theory]
    [InlineData("\"abc123\"", "{}")]
    [InlineData("$var", """{"var":"abc123"}""")]
    [InlineData("""{ a: "abc", b: "123" }""", "{}")]
    [InlineData("""{ a: "abc" }""", "{}")]
    [InlineData("{ b: $b }", "{}")]
    [InlineData("$var", """{"var":{"a":"abc"}}""")]
    [InlineData("""{ a: "abc", b: null }""", "{}")]
    [InlineData("{ b: $b }", """{"b":null}""")]
    [InlineData("""{ b: 123, c: "xyz" }""", "{}")]
    [InlineData("$var", """{"var":{"b":123,"c":"xyz"}}""")]
    public async Task Section_3_10_the_errors_of_the_table_of_input_objects(string literal, string variables) => await IsRequestError("example", literal, variables);

    [Theory]
    [InlineData("""{ a: "abc" }""", "{}", """{"a":"abc"}""")]
    [InlineData("{ b: 123 }", "{}", """{"b":123}""")]
    [InlineData("$var", """{"var":{"a":"abc"}}""", """{"a":"abc"}""")]
    [InlineData("{ a: $required }", """{"required":"abc"}""", """{"a":"abc"}""")]
    public async Task Section_3_10_1_the_table_of_oneOf(string literal, string variables, string coerced) =>
        (await Coerced("oneOf", literal, variables)).ShouldBe(coerced);

    [Theory]
    [InlineData("{ a: null }", "{}")]
    [InlineData("$var", """{"var":{"a":null}}""")]
    [InlineData("{ a: $a }", "{}")]
    [InlineData("""{ a: "abc", b: 123 }""", "{}")]
    [InlineData("""{ a: 456, b: "xyz" }""", "{}")]
    [InlineData("$var", """{"var":{"a":"abc","b":123}}""")]
    [InlineData("""{ a: "abc", b: null }""", "{}")]
    [InlineData("""{ a: "abc", b: $b }""", "{}")]
    [InlineData("{ a: $a, b: $b }", """{"a":"abc"}""")]
    [InlineData("{}", "{}")]
    [InlineData("$var", """{"var":{}}""")]
    public async Task Section_3_10_1_the_errors_of_the_table_of_oneOf(string literal, string variables) => await IsRequestError("oneOf", literal, variables);

    [Theory]
    [InlineData("list", "[1, 2, 3]", "[1,2,3]")]
    [InlineData("list", "1", "[1]")]
    [InlineData("list", "null", "null")]
    [InlineData("lists", "[[1], [2, 3]]", "[[1],[2,3]]")]
    [InlineData("lists", "[1, 2, 3]", "[[1],[2],[3]]")]
    [InlineData("lists", "[1, null, 3]", "[[1],null,[3]]")]
    [InlineData("lists", "1", "[[1]]")]
    [InlineData("lists", "null", "null")]
    public async Task Section_3_11_the_table_of_lists(string field, string value, string coerced)
    {
        (await Coerced(field, value, "{}")).ShouldBe(coerced);
        (await Coerced(field, "$var", $$"""{"var":{{value}}}""")).ShouldBe(coerced);
    }

    [Theory]
    [InlineData("list", """[1, "b", true]""")]
    [InlineData("lists", """[[1], ["b"]]""")]
    public async Task Section_3_11_the_errors_of_the_table_of_lists(string field, string value)
    {
        await IsRequestError(field, value, "{}");
        await IsRequestError(field, "$var", $$"""{"var":{{value}}}""");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"a\"")]
    [InlineData("{}")]
    public async Task Section_3_11_what_is_no_list_is_no_result_of_one(string value) =>
        (await Wrapped("[Int]", value).Run("{ v }"))["errors"]!.AsArray().Single()!["path"]!.ToJsonString().ShouldBe("""["v"]""");

    [Theory]
    [InlineData("{ nonNull }", "{}")]
    [InlineData("{ nonNull(nonNullArg: null) }", "{}")]
    [InlineData("query withNullableVariable($var: String) { nonNull(nonNullArg: $var) }", """{"var":"x"}""")]
    [InlineData("query ($var: String!) { nonNull(nonNullArg: $var) }", "{}")]
    [InlineData("query ($var: String!) { nonNull(nonNullArg: $var) }", """{"var":null}""")]
    public async Task Section_3_12_an_argument_that_may_not_be_null(string document, string variables) =>
        (await echo.Run(document, variables)).Select(p => p.Key).ShouldBe(["errors"]);

    [Theory]
    [InlineData("[Int]", "[1, 2, 3]", "[1,2,3]", false)]
    [InlineData("[Int]", "null", "null", false)]
    [InlineData("[Int]", "[1, 2, null]", "[1,2,null]", false)]
    [InlineData("[Int]", "[1, 2, \"Error\"]", "[1,2,null]", true)]
    [InlineData("[Int]!", "[1, 2, 3]", "[1,2,3]", false)]
    [InlineData("[Int]!", "null", "no value", true)]
    [InlineData("[Int]!", "[1, 2, null]", "[1,2,null]", false)]
    [InlineData("[Int]!", "[1, 2, \"Error\"]", "[1,2,null]", true)]
    [InlineData("[Int!]", "[1, 2, 3]", "[1,2,3]", false)]
    [InlineData("[Int!]", "null", "null", false)]
    [InlineData("[Int!]", "[1, 2, null]", "null", true)]
    [InlineData("[Int!]", "[1, 2, \"Error\"]", "null", true)]
    [InlineData("[Int!]!", "[1, 2, 3]", "[1,2,3]", false)]
    [InlineData("[Int!]!", "null", "no value", true)]
    [InlineData("[Int!]!", "[1, 2, null]", "no value", true)]
    [InlineData("[Int!]!", "[1, 2, \"Error\"]", "no value", true)]
    public async Task Section_3_12_1_the_table_of_lists_and_non_nulls(string type, string value, string result, bool hasError)
    {
        var answer = await Wrapped(type, value).Run("{ v }");
        // where the field itself may not be null, the object around it is
        var shown = answer["data"] is { } data ? data["v"]?.ToJsonString() ?? "null" : "no value";
        shown.ShouldBe(result);
        answer.ContainsKey("errors").ShouldBe(hasError);
    }

    private static Example Wrapped(string type, string value) => new($"type Query {{ v: {type} }} enum Direction {{ NORTH EAST SOUTH WEST }}", $$"""{"v":{{value}}}""");

    private static Task<string> Result(string type, string value) => Wrapped(type, value).Data("{ v }");

    private async Task<string> Coerced(string field, string literal, string variables) =>
        JsonNode.Parse(await echo.Data(Document(field, literal), variables))![field]!.ToString();

    private async Task IsRequestError(string field, string literal, string variables)
    {
        var answer = await echo.Run(Document(field, literal), variables);
        answer.Select(p => p.Key).ShouldBe(["errors"], answer.ToJsonString());
    }

    private static string Document(string field, string literal)
    {
        var type = field switch
        {
            "int" => "Int", "float" => "Float", "string" => "String", "boolean" => "Boolean", "id" => "ID", "enum" => "Direction",
            "example" => "ExampleInputObject", "oneOf" => "ExampleOneOfInputObject", "list" => "[Int]", _ => "[[Int]]",
        };
        var declared = new[] { ("$var", type), ("$a", "String"), ("$required", "String!"), ("$b", field == "oneOf" ? "Int" : "Int!") }
            .Where(v => literal.Split([' ', ',', '}'], StringSplitOptions.RemoveEmptyEntries).Contains(v.Item1)).Select(v => $"{v.Item1}: {v.Item2}").ToList();
        return $"query {(declared.Count == 0 ? "" : $"({string.Join(", ", declared)})")} {{ {field}(v: {literal}) }}";
    }

    private static string Shown(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> members => "{" + string.Join(',', members.Select(m => $"\"{m.Key}\":{Shown(m.Value)}")) + "}",
        object?[] items => "[" + string.Join(',', items.Select(Shown)) + "]",
        string s => $"\"{s}\"",
        bool b => b ? "true" : "false",
        null => "null",
        _ => value.ToString()!,
    };
}
