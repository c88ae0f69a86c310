using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>2.1 Source Text: which characters there are, what is ignored, what a token is; the place of what is none.</summary>
public sealed class Section2_01_SourceText
{
    [Fact]
    public void Section_2_1_any_scalar_value_may_stand_in_strings_and_comments() =>
        Same("{ a(x: \"é 😀 \uFFFE\") } # é 😀", "{ a(x: \"é 😀 \uFFFE\") }");

    // built here, because what attributes hold is UTF-8
    [Fact]
    public void Section_2_1_a_lone_surrogate_is_no_character()
    {
        Should.Throw<SyntaxException>(() => Parser.Parse($"{{ a(x: \"{'\uD83D'}\") }}")).Location.ShouldBe(new SourceLocation(1, 9));
        Should.Throw<SyntaxException>(() => Parser.Parse($"{{ a }} # {'\uDCA9'}{'\uD83D'}"));
    }

    [Theory]
    [InlineData("{ é }")]
    [InlineData("{ 名前 }")]
    [InlineData("{ a💩 }")]
    public void Section_2_1_8_names_are_ASCII(string document) => Should.Throw<SyntaxException>(() => Parser.Parse(document));

    [Theory]
    [InlineData("{\ta\t}")]
    [InlineData("\t {  \t a } ")]
    public void Section_2_1_1_white_space_is_tab_and_space(string document) => Same(document, "{a}");

    [Theory]
    [InlineData("{\u00A0a }")]
    [InlineData("{\u2003a }")]
    [InlineData("{\u000Ba }")]
    [InlineData("{\u000Ca }")]
    public void Section_2_1_1_no_other_space_is(string document) =>
        Should.Throw<SyntaxException>(() => Parser.Parse(document)).Location.ShouldBe(new SourceLocation(1, 2));

    [Theory]
    [InlineData("{ a }\n?", 2)]
    [InlineData("{ a }\r?", 2)]
    [InlineData("{ a }\r\n?", 2)]
    [InlineData("{ a }\n\r?", 3)]
    [InlineData("{ a }\r\n\r\n\n\r?", 5)]
    [InlineData("{ a }\u2028?", 1)]
    public void Section_2_1_2_lines_are_counted_by_their_terminators(string document, int line) =>
        Should.Throw<SyntaxException>(() => Parser.Parse(document)).Location.Line.ShouldBe(line);

    [Theory]
    [InlineData("# before\n{ # after\n a # , { } \" \\u0000\n#\n}# end")]
    [InlineData("{ a # to the end\r}")]
    public void Section_2_1_3_comments_go_to_the_end_of_the_line(string document) => Same(document, "{a}");

    [Theory]
    [InlineData("{,a,,,b,}")]
    [InlineData(",,{ a b },")]
    public void Section_2_1_4_commas_are_insignificant(string document) => Same(document, "{a b}");

    [Theory]
    [InlineData("{ f(a: [1, 2, 3]) }")]
    [InlineData("{ f(a: [1 2 3,]) }")]
    [InlineData("{ f(a: [,,1,,2\n3]) }")]
    public void Section_2_1_4_repeated_and_trailing_commas_are_no_missing_values(string document) => Same(document, "{ f(a: [1 2 3]) }");

    [Fact]
    public void Section_2_1_6_the_byte_order_mark_may_stand_before_any_token() =>
        Same("\uFEFF{\uFEFFa\uFEFF(\uFEFFx\uFEFF:\uFEFF1\uFEFF)\uFEFF}\uFEFF", "{ a(x: 1) }");

    [Fact]
    public void Section_2_1_6_nothing_is_ignored_inside_a_token()
    {
        Should.Throw<SyntaxException>(() => Parser.Parse("{ f(a: 1. 5) }"));
        Should.Throw<SyntaxException>(() => Parser.Parse("{ .. .a }"));
        Names("{ ab } ").ShouldBe(["ab"]);
        Names("{ a b } ").ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Section_2_1_7_all_punctuators() =>
        Parser.Parse("query ($a: [T!] = { b: 1 }) { c(d: $a) @e ...F } union U = | A | B type T implements A & B { a: B }").Definitions.Count.ShouldBe(3);

    [Theory]
    [InlineData("%")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("?")]
    [InlineData("'a'")]
    [InlineData("+")]
    [InlineData("~")]
    public void Section_2_1_7_anything_else_is_none(string text) =>
        Should.Throw<SyntaxException>(() => Parser.Parse($"{{ a {text} }}")).Location.ShouldBe(new SourceLocation(1, 5));

    [Fact]
    public void Section_2_1_8_names_are_case_sensitive_and_underscores_count() =>
        Names("{ name Name NAME other_name othername _ __a a1 _1 }").ShouldBe(["name", "Name", "NAME", "other_name", "othername", "_", "__a", "a1", "_1"]);

    [Fact]
    public void Section_2_1_8_a_name_does_not_begin_with_a_digit() => Should.Throw<SyntaxException>(() => Parser.Parse("{ 1a }"));

    [Fact]
    public void Section_2_1_8_no_word_is_reserved_except_where_the_grammar_says_so() =>
        Names("{ query mutation subscription fragment on true false null type extend schema }")
            .ShouldBe(["query", "mutation", "subscription", "fragment", "on", "true", "false", "null", "type", "extend", "schema"]);

    private static IEnumerable<string> Names(string document) =>
        ((OperationDefinitionNode)Parser.Parse(document).Definitions[0]).SelectionSet.Selections.Cast<FieldNode>().Select(f => f.Name.Value);

    private static void Same(string one, string other) => Printer.Print(Parser.Parse(one)).ShouldBe(Printer.Print(Parser.Parse(other)));
}
