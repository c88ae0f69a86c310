using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Tests.Oracle;

namespace Doorward.GraphQL.Tests.Hostile;

/// <summary>Documents and variables made to hurt: each is refused quickly, with an error of its own.</summary>
public sealed class HostileTests
{
    private const string Sdl = """
        type Query { a(first: Int, ids: [Int], deep: Deep, any: Any): Query list(first: Int): [Query] costly: Int @cost(weight: 60000) page(limit: Int): Connection short(first: Int): [Int] @listSize(maximum: 5)
          assumed: [Query] @listSize(assumedSize: 100000) s: String }
        type Connection { edges: [Edge] }
        type Edge { node: Query }
        input Deep { deep: Deep n: Int }
        scalar Any
        """;

    private static readonly GraphEngine Engine = new(Sdl, new GraphDefinition().ServeDictionaries());

    [Fact]
    public async Task A_megabyte_of_braces() => await Refused(new string('{', 1_000_000), GraphQLErrorCodes.ParseFailed);

    [Fact]
    public async Task A_megabyte_of_nested_fields() => await Refused(string.Concat(Enumerable.Repeat("{a", 500_000)), GraphQLErrorCodes.TooDeep);

    [Fact]
    public async Task A_megabyte_of_nested_lists() => await Refused("{a(ids:" + new string('[', 1_000_000), GraphQLErrorCodes.TooDeep);

    [Fact]
    public async Task A_megabyte_of_nested_objects() => await Refused("{a(deep:" + string.Concat(Enumerable.Repeat("{deep:", 200_000)), GraphQLErrorCodes.TooDeep);

    [Fact]
    public async Task A_type_of_a_megabyte_of_brackets() => await Refused("query($a:" + new string('[', 1_000_000), GraphQLErrorCodes.TooDeep);

    [Fact]
    public async Task A_megabyte_of_tokens() => await Refused("{" + string.Concat(Enumerable.Repeat("s ", 500_000)) + "}", GraphQLErrorCodes.TooManyTokens);

    [Fact]
    public async Task Ten_thousand_aliases() =>
        await Refused("{" + string.Concat(Enumerable.Range(0, 3_000).Select(i => $"a{i}:s ")) + "}", GraphQLErrorCodes.TooManyAliases);

    [Fact]
    public async Task Ten_thousand_aliases_where_more_tokens_are_allowed()
    {
        var engine = new GraphEngine(Sdl, new GraphDefinition().ServeDictionaries(), new GraphOptions { Limits = new GraphQLLimits { MaxTokens = 1_000_000 } });
        await Refused("{" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"a{i}:s ")) + "}", GraphQLErrorCodes.TooManyAliases, engine: engine);
    }

    [Fact]
    public async Task A_thousand_directives() =>
        await Refused("{ s " + string.Concat(Enumerable.Repeat("@include(if:true) ", 1_000)) + "}", GraphQLErrorCodes.TooManyDirectives);

    [Fact]
    public async Task Circular_fragments() =>
        await Refused("{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...A }", GraphQLErrorCodes.ValidationFailed, "spreads itself");

    [Fact]
    public async Task Fragments_that_double_at_every_step()
    {
        var document = "{ ...F0 } " + string.Concat(Enumerable.Range(0, 60).Select(i => $"fragment F{i} on Query {{ a {{ ...F{i + 1} }} ... on Query {{ ...F{i + 1} a {{ s }} }} }} ")) + "fragment F60 on Query { s }";
        await RefusedAny(document, GraphQLErrorCodes.TooCostly, GraphQLErrorCodes.TooDeep);
    }

    [Fact]
    public async Task One_field_asked_for_thousands_of_times() =>
        await RefusedAny("{" + string.Concat(Enumerable.Range(0, 1_000).Select(i => $"a(first:{i}){{s}} ")) + "}", GraphQLErrorCodes.ValidationFailed);

    [Fact]
    public async Task The_same_simple_field_thousands_of_times_is_compared_within_a_budget() =>
        await RefusedAny("{" + string.Concat(Enumerable.Repeat("s ", 9_000)) + "}", GraphQLErrorCodes.ValidationFailed);

    [Fact]
    public async Task Depth() => await Refused(string.Concat(Enumerable.Repeat("{a", 40)) + "{s}" + new string('}', 40), GraphQLErrorCodes.TooDeep);

    [Fact]
    public async Task Depth_through_fragments() =>
        await Refused("{ ...F0 } " + string.Concat(Enumerable.Range(0, 40).Select(i => $"fragment F{i} on Query {{ a {{ ...F{i + 1} }} }} ")) + "fragment F40 on Query { s }", GraphQLErrorCodes.TooDeep);

    [Theory]
    [InlineData("{ costly b: costly }")]
    [InlineData("{ list(first: 500) { list(first: 500) { s } } }")]
    [InlineData("{ assumed { s a { s } } }")]
    [InlineData("{ page(limit: 400) { edges { node { list(first: 400) { a { s } } } } } }")]
    [InlineData("query ($n: Int = 900) { list(first: $n) { list(first: $n) { s } } }")]
    public async Task Cost(string document) => await Refused(document, GraphQLErrorCodes.TooCostly);

    [Theory]
    [InlineData("{ list(first: 1000000) { s } }")]
    [InlineData("{ short(first: 6) }")]
    [InlineData("query ($n: Int = 100000) { list(first: $n) { s } }")]
    public async Task List_size(string document) => await Refused(document, GraphQLErrorCodes.ListTooLong);

    [Fact]
    public async Task A_list_of_a_million_in_the_variables() =>
        await Refused("query ($l: [Int]) { a(ids: $l) { s } }", GraphQLErrorCodes.ListTooLong, variables: "{\"l\":[" + string.Join(',', Enumerable.Repeat("1", 1_000_000)) + "]}");

    [Fact]
    public async Task Objects_that_nest_deep_in_the_variables() =>
        await Refused("query ($d: Deep) { a(deep: $d) { s } }", GraphQLErrorCodes.TooDeep,
            variables: "{\"d\":" + string.Concat(Enumerable.Repeat("{\"deep\":", 50)) + "null" + new string('}', 51));

    [Fact]
    public async Task A_huge_string_that_does_not_fit() =>
        await Refused("query ($n: Int) { a(first: $n) { s } }", GraphQLErrorCodes.BadUserInput, variables: "{\"n\":\"" + new string('9', 3_000_000) + "\"}");

    [Fact]
    public async Task A_number_of_a_million_digits() => await Refused("{ a(first: " + new string('9', 1_000_000) + ") { s } }", GraphQLErrorCodes.ValidationFailed);

    [Fact]
    public async Task Introspection_that_goes_round_in_circles() =>
        await Refused("{ __schema { types { fields { type { ...A } } } } } fragment A on __Type { fields { type { fields { type { fields { name } } } } } }", GraphQLErrorCodes.TooDeep);

    [Fact]
    public async Task A_chain_of_a_thousand_fragments() =>
        await RefusedAny("{ ...F0 } " + string.Concat(Enumerable.Range(0, 1_000).Select(i => $"fragment F{i} on Query {{ s ...F{i + 1} }} ")) + "fragment F1000 on Query { costly b: costly }", GraphQLErrorCodes.TooCostly, GraphQLErrorCodes.ValidationFailed);

    [Fact]
    public async Task Introspection_when_it_is_switched_off()
    {
        var engine = new GraphEngine(Sdl, new GraphDefinition().ServeDictionaries(), new GraphOptions { AllowIntrospection = false });
        await Refused("{ __schema { types { name } } }", GraphQLErrorCodes.IntrospectionDisabled, engine: engine);
        await Refused("{ ...F } fragment F on Query { __type(name: \"Query\") { name } }", GraphQLErrorCodes.IntrospectionDisabled, engine: engine);
        (await OracleTests.Execute(engine, "{ __typename }", null))["data"]!["__typename"]!.ToString().ShouldBe("Query");
    }

    [Fact]
    public async Task Millions_of_different_documents_do_not_fill_the_memory()
    {
        var engine = new GraphEngine(Sdl, new GraphDefinition().ServeDictionaries(), new GraphOptions { DocumentCacheBytes = 4 * 1024 * 1024 });
        await Many(500);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await Many(20_000);
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(12 * 1024 * 1024);

        async Task Many(int count)
        {
            for (var i = 0; i < count; i++)
            {
                await OracleTests.Execute(engine, $"{{ x{i}: s a {{ y{i}: s }} }}", null);
            }
        }
    }

    private static Task Refused(string document, string code, string? message = null, string? variables = null, GraphEngine? engine = null) =>
        Check(document, [code], message, variables, engine);

    private static Task RefusedAny(string document, params string[] codes) => Check(document, codes, null, null, null);

    private static async Task Check(string document, string[] codes, string? message, string? variables, GraphEngine? engine)
    {
        var started = Stopwatch.GetTimestamp();
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        await (engine ?? Engine).Execute(
            new GraphRequest { Query = document, Variables = variables is null ? default : JsonElement.Parse(variables) }, Nothing.Provider, output);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        var error = JsonNode.Parse(output.WrittenSpan)!["errors"]![0]!;
        codes.ShouldContain(error["extensions"]!["code"]!.ToString(), error.ToJsonString());
        error["message"]!.ToString().ShouldContain(message ?? "");
        elapsed.TotalSeconds.ShouldBeLessThan(2);
        allocated.ShouldBeLessThan(100_000_000 + (20L * Encoding.UTF8.GetByteCount(variables ?? "")));
        output.WrittenCount.ShouldBeLessThan(100_000);
    }
}
