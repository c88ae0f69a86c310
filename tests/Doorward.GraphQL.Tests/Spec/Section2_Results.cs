namespace Doorward.GraphQL.Tests.Spec;

/// <summary>2.2 to 2.11, where the text says what an example means: the results it shows, and which documents are the same.</summary>
public sealed class Section2_Results
{
    private static readonly Dictionary<string, object?> Mark = new() { ["__typename"] = "User", ["id"] = 4, ["name"] = "Mark Zuckerberg", ["handle"] = "zuck", ["friends"] = Count(1234), ["firstName"] = "Mark" };

    private readonly Example facebook = new("""
        type Query { user(id: Int, handle: String): User profiles(handles: [String!]): [Profile!] picture(width: Int, height: Int): String nearestThing(location: Point): String field(arg: String): String sendEmail(message: String): String }
        interface Profile { handle: String }
        type User implements Profile { id: Int name: String firstName: String handle: String friends: Counted profilePic(size: Int): String }
        type Page implements Profile { handle: String likers: Counted }
        type Counted { count: Int }
        input Point { lon: Float lat: Float }
        """, fields: new Dictionary<string, FieldResolver>
    {
        ["Query.user"] = _ => ValueTask.FromResult<object?>(Mark),
        ["Query.profiles"] = _ => ValueTask.FromResult<object?>(new object[] { Mark, new Dictionary<string, object?> { ["__typename"] = "Page", ["handle"] = "coca-cola", ["likers"] = Count(90234512) } }),
        ["User.profilePic"] = c => ValueTask.FromResult<object?>(c.Arguments.TryGetValue("size", out var size) ? $"https://cdn.site.io/pic-4-{size}.jpg" : "unsized"),
        ["Query.picture"] = c => ValueTask.FromResult<object?>($"{c.Arguments["width"]} × {c.Arguments["height"]}"),
        ["Query.nearestThing"] = c => ValueTask.FromResult<object?>(string.Join(' ', ((IReadOnlyDictionary<string, object?>)c.Arguments["location"]!).OrderBy(m => m.Key, StringComparer.Ordinal))),
        ["Query.field"] = c => ValueTask.FromResult<object?>(c.Arguments.TryGetValue("arg", out var arg) ? arg ?? "null" : "nothing"),
        ["Query.sendEmail"] = c => ValueTask.FromResult(c.Arguments["message"]),
    });

    [Fact]
    public async Task Section_2_2_descriptions_and_comments_change_nothing() =>
        (await facebook.Run("\"What it does.\" query A(\"Who.\" $n: Int) { user(id: $n) { ...F } } # comment\n\"Parts.\" fragment F on User { nope }"))["errors"]![0]!["message"]!.ToString()
            .ShouldBe((await facebook.Run("query A($n: Int) { user(id: $n) { ...F } } fragment F on User { nope }"))["errors"]![0]!["message"]!.ToString());

    [Fact]
    public async Task Section_2_7_arguments_are_unordered() =>
        (await facebook.Data("{ picture(width: 200, height: 100) }")).ShouldBe(await facebook.Data("{ picture(height: 100, width: 200) }"));

    [Fact]
    public async Task Section_2_8_aliases() =>
        (await facebook.Data("{ user(id: 4) { id name smallPic: profilePic(size: 64) bigPic: profilePic(size: 1024) } }")).ShouldBe(
            """{"user":{"id":4,"name":"Mark Zuckerberg","smallPic":"https://cdn.site.io/pic-4-64.jpg","bigPic":"https://cdn.site.io/pic-4-1024.jpg"}}""");

    [Fact]
    public async Task Section_2_8_an_alias_at_the_top() =>
        (await facebook.Data("{ zuck: user(id: 4) { id name } }")).ShouldBe("""{"zuck":{"id":4,"name":"Mark Zuckerberg"}}""");

    [Theory]
    [InlineData("query FragmentTyping { profiles(handles: [\"zuck\", \"coca-cola\"]) { handle ...userFragment ...pageFragment } } fragment userFragment on User { friends { count } } fragment pageFragment on Page { likers { count } }")]
    [InlineData("query inlineFragmentTyping { profiles(handles: [\"zuck\", \"coca-cola\"]) { handle ... on User { friends { count } } ... on Page { likers { count } } } }")]
    public async Task Section_2_9_1_and_2_9_2_type_conditions(string document) =>
        (await facebook.Data(document)).ShouldBe("""{"profiles":[{"handle":"zuck","friends":{"count":1234}},{"handle":"coca-cola","likers":{"count":90234512}}]}""");

    [Theory]
    [InlineData("""{"expandedInfo":true}""", """{"user":{"id":4,"name":"Mark Zuckerberg","firstName":"Mark"}}""")]
    [InlineData("""{"expandedInfo":false}""", """{"user":{"id":4,"name":"Mark Zuckerberg"}}""")]
    public async Task Section_2_9_2_an_inline_fragment_without_type(string variables, string data) =>
        (await facebook.Data("query inlineFragmentNoType($expandedInfo: Boolean!) { user(handle: \"zuck\") { id name ... @include(if: $expandedInfo) { firstName } } }", variables)).ShouldBe(data);

    [Fact]
    public async Task Section_2_10_4_a_block_string_is_the_quoted_string_it_stands_for() =>
        (await facebook.Data("{ sendEmail(message: \"\"\"\n    Hello,\n      World!\n\n    Yours,\n      GraphQL.\n  \"\"\") }"))
            .ShouldBe(await facebook.Data("{ sendEmail(message: \"Hello,\\n  World!\\n\\nYours,\\n  GraphQL.\") }"));

    [Fact]
    public async Task Section_2_10_5_null_is_not_the_same_as_nothing() =>
        (await facebook.Data("{ a: field(arg: null) b: field }")).ShouldBe("""{"a":"null","b":"nothing"}""");

    [Fact]
    public async Task Section_2_10_8_fields_of_input_objects_are_unordered() =>
        (await facebook.Data("{ nearestThing(location: { lon: 12.43, lat: -53.211 }) }")).ShouldBe(await facebook.Data("{ nearestThing(location: { lat: -53.211, lon: 12.43 }) }"));

    [Fact]
    public async Task Section_2_11_a_variable_is_given_beside_the_document() =>
        (await facebook.Data("query getZuckProfile(\"The size of the profile picture to fetch.\" $devicePicSize: Int) { user(id: 4) { profilePic(size: $devicePicSize) } }", """{"devicePicSize":60}"""))
            .ShouldBe("""{"user":{"profilePic":"https://cdn.site.io/pic-4-60.jpg"}}""");

    private static Dictionary<string, object?> Count(int count) => new() { ["count"] = count };
}
