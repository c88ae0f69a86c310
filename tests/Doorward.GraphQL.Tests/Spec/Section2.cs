using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>Section 2, the language: examples and edges, with the place of every mistake.</summary>
public sealed class Section2
{
    [Theory]
    [InlineData("2.1.7 Ignored Tokens", "\uFEFF{ a,, b # comment\n c }")]
    [InlineData("2.2 Document", "query A { a } fragment B on C { d }")]
    [InlineData("2.2 Descriptions", "\"An operation.\" query A(\"A variable.\" $b: Int) { a } \"\"\"A fragment.\"\"\" fragment B on C { d }")]
    [InlineData("2.3 Operations", "mutation { likeStory(storyID: 12345) { story { likeCount } } }")]
    [InlineData("2.4 Selection Sets", "{ id firstName lastName }")]
    [InlineData("2.5 Fields", "{ me { id birthday { month day } friends { name } } }")]
    [InlineData("2.6 Arguments", "{ user(id: 4) { profilePic(width: 100, height: 50) } }")]
    [InlineData("2.7 Field Alias", "{ user(id: 4) { smallPic: profilePic(size: 64) bigPic: profilePic(size: 1024) } }")]
    [InlineData("2.8 Fragments", "query withFragments { user(id: 4) { friends(first: 10) { ...friendFields } } } fragment friendFields on User { id name }")]
    [InlineData("2.8.2 Inline Fragments", "query q($expandedInfo: Boolean) { user { ... @include(if: $expandedInfo) { firstName } ... on User { id } } }")]
    [InlineData("2.9.1 Int Value", "{ a(x: 0, y: -1, z: 123) }")]
    [InlineData("2.9.2 Float Value", "{ a(x: 6.0221413e23, y: 6e2, z: -1.5E-3) }")]
    [InlineData("2.9.4 String Value", "{ a(x: \"\\u00E9 \\u{1F4A9} \\uD83D\\uDCA9 \\n \\\"\") }")]
    [InlineData("2.9.4 Block Strings", "mutation { sendEmail(message: \"\"\"\n    Hello,\n      World!\n\n    Yours,\n      GraphQL. \\\"\"\"\n  \"\"\") }")]
    [InlineData("2.9.5 Null Value", "{ field(arg: null) }")]
    [InlineData("2.9.6 Enum Value", "{ field(arg: MOBILE_WEB) }")]
    [InlineData("2.9.7 List Value", "{ field(arg: [1, [2, []]]) }")]
    [InlineData("2.9.8 Input Object Values", "{ nearestThing(location: { lon: 12.43, lat: -53.211, in: {} }) }")]
    [InlineData("2.10 Variables", "query getZuckProfile($devicePicSize: Int = 4, $b: [T!]! @d) { user(id: $devicePicSize) { id } }")]
    [InlineData("2.12 Directives", "query @onQuery(a: 1) { a @b @c(d: $e) }")]
    [InlineData("keywords as names", "{ query mutation subscription fragment on: type true false null }")]
    public void Reads_and_prints_back(string section, string document)
    {
        var printed = Printer.Print(Parser.Parse(document));
        Printer.Print(Parser.Parse(printed)).ShouldBe(printed, section);
    }

    [Theory]
    [InlineData("{", 1, 2)]
    [InlineData("{}", 1, 2)]
    [InlineData("{ a(: 1) }", 1, 5)]
    [InlineData("{ a() }", 1, 5)]
    [InlineData("fragment on on on { on }", 1, 10)]
    [InlineData("{ a(x: $) }", 1, 9)]
    [InlineData("query ($a: Int = $b) { a }", 1, 18)]
    [InlineData("query ($a: Int = $1) { a }", 1, 18)]
    [InlineData("\"described\" { a }", 1, 13)]
    [InlineData("{\n  a(x: 01)\n}", 2, 9)]
    [InlineData("{ a(x: 1.) }", 1, 10)]
    [InlineData("{ a(x: 1a) }", 1, 9)]
    [InlineData("{ a(x: \"abc) }", 1, 15)]
    [InlineData("{ a(x: \"a\nb\") }", 1, 10)]
    [InlineData("{ a(x: \"\\x\") }", 1, 9)]
    [InlineData("{ a(x: \"\\uD83D\") }", 1, 9)]
    [InlineData("{ a(x: \"\\u{110000}\") }", 1, 9)]
    [InlineData("{ a ? }", 1, 5)]
    [InlineData("{ a .. }", 1, 5)]
    [InlineData("{ 'a' }", 1, 3)]
    [InlineData("", 1, 1)]
    [InlineData("{ a }\r\n\r\nnonsense", 3, 1)]
    public void Refuses_at_the_place(string document, int line, int column) =>
        Should.Throw<SyntaxException>(() => Parser.Parse(document)).Location.ShouldBe(new SourceLocation(line, column));

    [Fact]
    public void Block_string_example_of_2_9_4()
    {
        var block = (StringValueNode)Parser.ParseValue("\"\"\"\n    Hello,\n      World!\n\n    Yours,\n      GraphQL.\n  \"\"\"");
        block.Value.ShouldBe("Hello,\n  World!\n\nYours,\n  GraphQL.");
    }
}
