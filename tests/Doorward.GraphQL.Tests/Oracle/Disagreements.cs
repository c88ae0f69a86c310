using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;
using Doorward.GraphQL.Transport;
using Doorward.GraphQL.Validation;

namespace Doorward.GraphQL.Tests.Oracle;

/// <summary>What the oracle, the fuzzer and hostile input once found, by name, so that it is not found again.</summary>
public sealed class Disagreements
{
    [Fact]
    public void A_built_in_scalar_that_nothing_refers_to_is_not_part_of_the_schema()
    {
        var schema = GraphSchema.Parse("type Query { a: Boolean }");
        schema["ID"].ShouldBeNull();
        schema["Float"].ShouldBeNull();
        schema["String"].ShouldNotBeNull("introspection has it");
        DocumentValidator.Validate(schema, Parser.Parse("query ($x: ID) { a @include(if: true) }")).ShouldContain(e => e.Rule == "KnownTypeNames");
    }

    [Fact]
    public void A_description_whose_second_line_is_indented_is_still_printed_as_a_block() =>
        SchemaPrinter.Print(GraphSchema.Parse("\"\"\"\nFirst.\n  Second.\n\"\"\"\ntype Query { a: Int }")).ShouldStartWith("\"\"\"\nFirst.\n  Second.\n\"\"\"\n");

    [Fact]
    public void A_fragment_cycle_is_blamed_on_the_outermost_spread()
    {
        var schema = GraphSchema.Parse("type Query { q: Query a: Int }");
        var errors = DocumentValidator.Validate(schema, Parser.Parse("{ ...A } fragment A on Query { q { ...B } ...B } fragment B on Query { a ...A }"));
        errors.Single(e => e.Rule == "NoFragmentCycles").Locations.ShouldBe([new SourceLocation(1, 43), new SourceLocation(1, 74)]);
    }

    [Fact]
    public void A_conflict_with_too_many_places_keeps_the_innermost()
    {
        var schema = GraphSchema.Parse("type Query { q: Query a: Int b: Int c(x: Int): Int }");
        var many = string.Concat(Enumerable.Range(0, 30).Select(i => $"c{i}: a "));
        var other = string.Concat(Enumerable.Range(0, 30).Select(i => $"c{i}: b "));
        var errors = DocumentValidator.Validate(schema, Parser.Parse($"{{ q {{ {many} }} q {{ {other} }} }}"));
        errors.Single(e => e.Rule == "OverlappingFieldsCanBeMerged").Locations.Count.ShouldBe(40);
    }

    [Fact]
    public void An_empty_selection_set_is_no_GraphQL_whatever_the_reference_allows_by_default() =>
        Should.Throw<SyntaxException>(() => Parser.Parse("{ a { } }")).Location.ShouldBe(new SourceLocation(1, 7));

    [Fact]
    public async Task A_oneOf_field_that_does_not_fit_is_one_error_and_not_a_missing_field_too()
    {
        var engine = new Execution.GraphEngine("type Query { f(by: One): Int } input One @oneOf { a: String b: Int }", new GraphDefinition().ServeDictionaries());
        var answer = await OracleTests.Execute(engine, "query ($by: One!) { f(by: $by) }", System.Text.Json.Nodes.JsonNode.Parse("""{"by":{"a":{"x":1}}}"""));
        answer["errors"]!.AsArray().Single()!["message"]!.ToString().ShouldContain("$by\".a");
    }

    [Fact]
    public async Task A_variable_that_is_null_deep_in_an_argument_is_blamed_itself()
    {
        var engine = new Execution.GraphEngine("type Query { f(by: In): Int } input In { a: In b: Int! = 1 }", new GraphDefinition().ServeDictionaries());
        var answer = await OracleTests.Execute(engine, "query ($b: Int) { f(by: { a: { b: $b } }) }", System.Text.Json.Nodes.JsonNode.Parse("""{"b":null}"""));
        answer["errors"]!.AsArray().Single()!["locations"]!.ToJsonString().ShouldBe("""[{"line":1,"column":35}]""");
    }

    [Fact]
    public void A_description_of_what_is_no_definition_is_blamed_itself() =>
        Should.Throw<SyntaxException>(() => Parser.Parse("\"desc\" mion Opount }")).Location.ShouldBe(new SourceLocation(1, 1));

    [Fact]
    public void Bytes_that_are_no_UTF_8_inside_a_query_are_no_text()
    {
        byte[] body = [.. "{\"query\":\"{ a"u8, 0xdb, .. " }\"}"u8];
        RequestReader.TryRead(body, out var request, out _).ShouldBeTrue();
        request.Text.ShouldBeNull();
    }

    [Fact]
    public void Thousands_of_conflicting_fields_give_no_more_errors_than_are_shown()
    {
        var schema = GraphSchema.Parse("type Query { c(x: Int): Int }");
        var document = Parser.Parse("{" + string.Concat(Enumerable.Range(0, 1_000).Select(i => $"c(x:{i}) ")) + "}");
        var before = GC.GetAllocatedBytesForCurrentThread();
        DocumentValidator.Validate(schema, document, maxErrors: 50).Count.ShouldBe(50);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000_000);
    }
}
