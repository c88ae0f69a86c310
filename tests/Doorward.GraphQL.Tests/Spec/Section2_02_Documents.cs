using Doorward.GraphQL.Language;
using Doorward.GraphQL.Tests.Oracle;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>2.2 to 2.9 and 2.11 to 2.13: each example is read, and printed as the reference prints it; what is none is refused at its place.</summary>
public sealed class Section2_02_Documents(ReferenceImplementation oracle)
{
    public static TheoryData<string, string> Examples => new()
    {
        {
            "2.2 Descriptions", """""
            """
            Request the current status of a time machine and its operator.
            You can also check the status for a particular year.
            **Warning:** certain years may trigger an anomaly in the space-time continuum.
            """
            query GetTimeMachineStatus(
              "The unique serial number of the time machine to inspect."
              $machineId: ID!
              "The year to check the status for."
              $year: Int
            ) { timeMachine(id: $machineId) { ...TimeMachineDetails status(year: $year) } }

            "Details about a time machine and its operator."
            fragment TimeMachineDetails on TimeMachine { id model lastMaintenance operator { name licenseLevel } }
            """""
        },
        { "2.3 Document", "query A { a } fragment B on C { d } { e } type T { f: G } extend type T { h: I }" },
        { "2.4 Operations", "\"\"\"\nMark story 12345 as \"liked\"\nand return the updated number of likes on the story\n\"\"\"\nmutation { likeStory(storyID: 12345) { story { likeCount } } }" },
        { "2.4 Operations, shorthand", "{ field }" },
        { "2.4 Operations, the three kinds", "query Q { a } mutation M { b } subscription S { c }" },
        { "2.5 Selection Sets", "{ id firstName lastName }" },
        { "2.6 Fields", "{ me { id firstName lastName birthday { month day } friends { name } } }" },
        { "2.6 Fields", "# `me` could represent the currently logged in viewer.\n{ me { name } }" },
        { "2.6 Fields", "{ user(id: 4) { name } }" },
        { "2.7 Arguments", "{ user(id: 4) { id name profilePic(size: 100) } }" },
        { "2.7 Arguments", "{ user(id: 4) { id name profilePic(width: 100, height: 50) } }" },
        { "2.8 Field Alias", "{ user(id: 4) { id name smallPic: profilePic(size: 64) bigPic: profilePic(size: 1024) } }" },
        { "2.8 Field Alias", "{ zuck: user(id: 4) { id name } }" },
        { "2.9 Fragments", "query noFragments { user(id: 4) { friends(first: 10) { id name profilePic(size: 50) } mutualFriends(first: 10) { id name profilePic(size: 50) } } }" },
        { "2.9 Fragments", "query withFragments { user(id: 4) { friends(first: 10) { ...friendFields } mutualFriends(first: 10) { ...friendFields } } } \"Common fields for a user's friends.\" fragment friendFields on User { id name profilePic(size: 50) }" },
        { "2.9 Fragments", "query withNestedFragments { user(id: 4) { friends(first: 10) { ...friendFields } } } fragment friendFields on User { id name ...standardProfilePic } fragment standardProfilePic on User { profilePic(size: 50) }" },
        { "2.9.1 Type Conditions", "query FragmentTyping { profiles(handles: [\"zuck\", \"coca-cola\"]) { handle ...userFragment ...pageFragment } } fragment userFragment on User { friends { count } } fragment pageFragment on Page { likers { count } }" },
        { "2.9.2 Inline Fragments", "query inlineFragmentTyping { profiles(handles: [\"zuck\", \"coca-cola\"]) { handle ... on User { friends { count } } ... on Page { likers { count } } } }" },
        { "2.9.2 Inline Fragments", "query inlineFragmentNoType($expandedInfo: Boolean) { user(handle: \"zuck\") { id name ... @include(if: $expandedInfo) { firstName lastName birthday } } }" },
        { "2.11 Variables", "query getZuckProfile(\"The size of the profile picture to fetch.\" $devicePicSize: Int) { user(id: 4) { id name profilePic(size: $devicePicSize) } }" },
        { "2.11 Variables", "query ($a: Int = 4 @d, $b: [T!]! = [], $c: In = { x: null }) { a(a: $a b: $b c: $c) }" },
        { "2.12 Type References", "query ($a: T, $b: T!, $c: [T], $d: [T!], $e: [T]!, $f: [[T!]!]!) { a }" },
        { "2.13 Directives", "type Person @addExternalFields(source: \"profiles\") @excludeField(name: \"photo\") { name: String }" },
        { "2.13 Directives", "type Person @excludeField(name: \"photo\") @addExternalFields(source: \"profiles\") { name: String }" },
        { "2.13 Directives", "query @onQuery(a: 1) { a @b @c(d: $e) ...F @d ... @e { f } } fragment F on T @g { h }" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Reads_and_prints(string section, string document)
    {
        var parsed = Parser.Parse(document);
        var theirs = Npm.IsHere ? await oracle.Ask(new { op = "parse", doc = document }) : null;
        ((bool?)theirs?["ok"] ?? true).ShouldBeTrue(section);
        if (parsed.Definitions.All(d => d is ExecutableDefinitionNode))
        {
            var printed = Printer.Print(parsed);
            Printer.Print(Parser.Parse(printed)).ShouldBe(printed, section);
            Squeezed(printed).ShouldBe(Squeezed((string?)theirs?["printed"] ?? printed), section);
        }
    }

    [Theory]
    [InlineData("2.2 no description of the shorthand", " \"described\" { a }", 1, 2)]
    [InlineData("2.2 no description of an extension", "\n\"described\" extend type A { a: B }", 2, 1)]
    [InlineData("2.2 no description of what is none", "\"described\" nonsense", 1, 1)]
    [InlineData("2.2 a description of something", "\"described\" ]", 1, 13)]
    [InlineData("2.3 a document has definitions", "", 1, 1)]
    [InlineData("2.3 nothing but definitions", "{ a }\r\n\r\nnonsense", 3, 1)]
    [InlineData("2.4 an operation has a selection set", "query A", 1, 8)]
    [InlineData("2.5 a selection set is closed", "{", 1, 2)]
    [InlineData("2.5 a selection set is not empty", "{}", 1, 2)]
    [InlineData("2.7 an argument has a name", "{ a(: 1) }", 1, 5)]
    [InlineData("2.7 arguments are not empty", "{ a() }", 1, 5)]
    [InlineData("2.7 an argument has a value", "{ a(b:) }", 1, 7)]
    [InlineData("2.8 one alias", "{ a: b: c }", 1, 7)]
    [InlineData("2.9 a fragment is not called on", "fragment on on on { on }", 1, 10)]
    [InlineData("2.9 a fragment has a type condition", "fragment F { a }", 1, 12)]
    [InlineData("2.11 a variable has a name", "{ a(x: $) }", 1, 9)]
    [InlineData("2.11 variable definitions are not empty", "query () { a }", 1, 8)]
    [InlineData("2.11 a default is constant", "query ($a: Int = $b) { a }", 1, 18)]
    [InlineData("2.11 a default is constant, deep down too", "query ($a: In = { x: [$b] }) { a }", 1, 23)]
    [InlineData("2.12 a type is not non-null twice", "query ($a: T!!) { a }", 1, 14)]
    [InlineData("2.13 a directive has a name", "{ a @ }", 1, 7)]
    [InlineData("2.13 directives of variables are constant", "query ($a: T @d(x: $b)) { a }", 1, 20)]
    public async Task Refuses_at_the_place(string what, string document, int line, int column)
    {
        Should.Throw<SyntaxException>(() => Parser.Parse(document), what).Location.ShouldBe(new SourceLocation(line, column), what);
        if (Npm.IsHere)
        {
            ((string)(await oracle.Ask(new { op = "parse", doc = document }))["at"]!).ShouldBe($"{line}:{column}", what);
        }
    }

    [Fact]
    public void Section_2_13_the_order_of_directives_is_kept()
    {
        var type = (TypeDefinitionNode)Parser.Parse("type Person @excludeField(name: \"photo\") @addExternalFields(source: \"profiles\") { name: String }").Definitions[0];
        type.Directives.Select(d => d.Name.Value).ShouldBe(["excludeField", "addExternalFields"]);
    }

    private static string Squeezed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c != ','));
}
