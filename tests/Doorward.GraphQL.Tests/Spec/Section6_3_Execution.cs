using System.Text.Json.Nodes;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>6.3 and 6.4 Executing Selection Sets and Fields: collecting, merging, order, serial mutations, completion, where a null goes.</summary>
public sealed class Section6_3_Execution
{
    [Fact]
    public async Task Section_6_3_2_fields_of_one_name_are_executed_once_and_their_selections_merged()
    {
        var calls = 0;
        var example = new Example("type Query { a: A b: Int } type A { subfield1: Int subfield2: Int }", """{ "b": 3 }""", new Dictionary<string, FieldResolver>
        {
            ["Query.a"] = _ =>
            {
                calls++;
                return ValueTask.FromResult<object?>(new Dictionary<string, object?> { ["subfield1"] = 1, ["subfield2"] = 2 });
            },
        });
        (await example.Data("{ a { subfield1 } ...ExampleFragment } fragment ExampleFragment on Query { a { subfield2 } b }"))
            .ShouldBe("""{"a":{"subfield1":1,"subfield2":2},"b":3}""");
        calls.ShouldBe(1);
    }

    [Theory]
    [InlineData("{ pet { ... on Dog { d } ... on Cat { c } ... on Pet { n } ... on CatOrDog { ... on Dog { e: d } } } }", """{"pet":{"d":1,"n":2,"e":1}}""")]
    [InlineData("{ pet { ...F ...F } } fragment F on Dog { d }", """{"pet":{"d":1}}""")]
    [InlineData("{ pet { ...F @skip(if: true) ...F } } fragment F on Dog { d }", """{"pet":{"d":1}}""")]
    [InlineData("{ pet { ... on Dog @include(if: false) { d } n } }", """{"pet":{"n":2}}""")]
    public async Task Section_6_3_2_fragments_apply_to_their_types(string document, string data) =>
        (await new Example("type Query { pet: Pet } interface Pet { n: Int } type Dog implements Pet { n: Int d: Int } type Cat implements Pet { n: Int c: Int } union CatOrDog = Cat | Dog",
            """{ "pet": { "__typename": "Dog", "d": 1, "n": 2 } }""").Data(document)).ShouldBe(data);

    [Fact]
    public async Task Section_6_3_4_any_order_gives_the_same_result() =>
        (await new Example("type Query { birthday: D address: A } type D { month: Int } type A { street: String }", """{ "birthday": { "month": 5 }, "address": { "street": "Rua" } }""")
            .Data("{ birthday { month } address { street } }")).ShouldBe("""{"birthday":{"month":5},"address":{"street":"Rua"}}""");

    [Fact]
    public async Task Section_6_3_4_the_example_of_the_number_that_changes()
    {
        var number = 0;
        var log = new List<string>();
        async ValueTask<object?> Read()
        {
            await Task.Yield();
            log.Add($"read {number}");
            return number;
        }

        var example = new Example("type Query { a: Int } type Mutation { changeTheNumber(newNumber: Int): Holder } type Holder { theNumber: Int }", fields: new Dictionary<string, FieldResolver>
        {
            ["Mutation.changeTheNumber"] = async c =>
            {
                await Task.Yield();
                number = Convert.ToInt32(c.Arguments["newNumber"]);
                log.Add($"change to {number}");
                return new Dictionary<string, object?>();
            },
            ["Holder.theNumber"] = _ => Read(),
        });
        (await example.Data("mutation { first: changeTheNumber(newNumber: 1) { theNumber } second: changeTheNumber(newNumber: 3) { theNumber } third: changeTheNumber(newNumber: 2) { theNumber } }"))
            .ShouldBe("""{"first":{"theNumber":1},"second":{"theNumber":3},"third":{"theNumber":2}}""");
        log.ShouldBe(["change to 1", "read 1", "change to 3", "read 3", "change to 2", "read 2"]);
    }

    [Fact]
    public async Task Section_6_3_4_a_mutation_that_fails_does_not_stop_the_next()
    {
        var example = new Example("type Query { a: Int } type Mutation { a: Int b: Int c: Int }", """{ "a": 1, "b": { "$fails": "no" }, "c": 3 }""");
        var answer = await example.Run("mutation { a b c }");
        answer["data"]!.ToJsonString().ShouldBe("""{"a":1,"b":null,"c":3}""");
        answer["errors"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Section_6_4_2_a_resolver_is_given_the_object_and_the_arguments()
    {
        var example = new Example("type Query { john: Person } type Person { name: String soulMate(formal: Boolean): Person }", """{ "john": { "name": "John Lennon" } }""", new Dictionary<string, FieldResolver>
        {
            ["Person.soulMate"] = c => ValueTask.FromResult<object?>(new Dictionary<string, object?>
            {
                ["name"] = ((IReadOnlyDictionary<string, object?>)c.Source!)["name"] is "John Lennon" && c.Arguments["formal"] is true ? "Yoko Ono" : "nobody",
            }),
        });
        (await example.Data("{ john { soulMate(formal: true) { name } } }")).ShouldBe("""{"john":{"soulMate":{"name":"Yoko Ono"}}}""");
    }

    [Theory]
    [InlineData("Int", "null", """{"v":null}""", 0)]
    [InlineData("Int!", "null", "null", 1)]
    [InlineData("[Int]", "7", """{"v":null}""", 1)]
    [InlineData("Thing", "null", """{"v":null}""", 0)]
    [InlineData("Abstract", """{"__typename":"Nothing"}""", """{"v":null}""", 1)]
    [InlineData("Abstract", """{"__typename":"Query"}""", """{"v":null}""", 1)]
    [InlineData("Abstract", """{"__typename":"Thing","n":1}""", """{"v":{"n":1}}""", 0)]
    public async Task Section_6_4_3_completion(string type, string value, string data, int errors)
    {
        var example = new Example($"type Query {{ v: {type} }} interface Abstract {{ n: Int }} type Thing implements Abstract {{ n: Int }}", $$"""{"v":{{value}}}""");
        var answer = await example.Run(type is "Thing" or "Abstract" ? "{ v { n } }" : "{ v }");
        (answer["data"]?.ToJsonString() ?? "null").ShouldBe(data);
        (answer["errors"]?.AsArray().Count ?? 0).ShouldBe(errors, answer.ToJsonString());
    }

    [Theory]
    [InlineData("Int", "T", "T", """{"o":{"i":{"v":null,"w":1}}}""")]
    [InlineData("Int!", "T", "T", """{"o":{"i":null}}""")]
    [InlineData("Int!", "T!", "T", """{"o":null}""")]
    [InlineData("Int!", "T!", "T!", "null")]
    public async Task Section_6_4_4_an_error_goes_up_to_what_may_be_null(string value, string inner, string outer, string data)
    {
        var example = new Example($"type Query {{ o: {outer} }} type T {{ i: {inner} v: {value} w: Int }}", """{ "o": { "i": { "v": { "$fails": "no" }, "w": 1 } } }""");
        var answer = await example.Run("{ o { i { v w } } }");
        (answer["data"]?.ToJsonString() ?? "null").ShouldBe(data);
        answer["errors"]!.AsArray().Single()!["path"]!.ToJsonString().ShouldBe("""["o","i","v"]""");
    }

    [Theory]
    [InlineData("[T]", """{"l":[{"v":1},null,{"v":3}]}""")]
    [InlineData("[T!]", """{"l":null}""")]
    [InlineData("[T]!", """{"l":[{"v":1},null,{"v":3}]}""")]
    [InlineData("[T!]!", "null")]
    public async Task Section_6_4_4_an_error_in_a_list_goes_up_to_what_may_be_null(string list, string data)
    {
        var example = new Example($"type Query {{ l: {list} }} type T {{ v: Int! }}", """{ "l": [{ "v": 1 }, { "v": { "$fails": "no" } }, { "v": 3 }] }""");
        var answer = await example.Run("{ l { v } }");
        (answer["data"]?.ToJsonString() ?? "null").ShouldBe(data);
        answer["errors"]!.AsArray().Single()!["path"]!.ToJsonString().ShouldBe("""["l",1,"v"]""");
    }

    [Fact]
    public async Task Section_6_4_4_one_error_a_position()
    {
        var example = new Example("type Query { v: Int! }", """{ "v": { "$fails": "no" } }""");
        (await example.Run("{ v }"))["errors"]!.AsArray().Count.ShouldBe(1, "the null of a field that failed is not an error again");
        JsonNode returned = (await new Example("type Query { v: Int! }", """{ "v": null }""").Run("{ v }"))["errors"]!;
        returned.AsArray().Count.ShouldBe(1);
    }
}
