namespace Doorward.GraphQL.Tests.Spec;

/// <summary>3.3 to 3.13, where the text shows a document and what it gives: objects, order, interfaces, unions, @skip and @include.</summary>
public sealed class Section3_Results
{
    private readonly Example person = new("""
        type Query { person: Person contact: Contact firstSearchResult: SearchResult }
        type Person implements NamedEntity { name: String age: Int picture(size: Int): Url relationship: Person height: Int }
        interface NamedEntity { name: String }
        type Contact { entity: NamedEntity phoneNumber: String address: String }
        type Photo { height: Int width: Int }
        union SearchResult = Photo | Person
        scalar Url
        """, """
        { "person": { "name": "Mark Zuckerberg", "age": 30, "relationship": { "name": "Priscilla Chan" } },
          "contact": { "entity": { "__typename": "Person", "name": "Ana", "age": 41 }, "phoneNumber": "1" },
          "firstSearchResult": { "__typename": "Photo", "height": 3 } }
        """, new Dictionary<string, FieldResolver>
    {
        ["Person.picture"] = c => ValueTask.FromResult<object?>(c.Arguments.TryGetValue("size", out var size) ? $"http://some.cdn/picture_{size}.jpg" : "http://some.cdn/picture.jpg"),
    });

    private readonly Example ordered = new("type Query { foo: Int bar: Int baz: Int qux: Int } interface Unrelated { qux: Int baz: Int } type Other implements Unrelated { qux: Int baz: Int }",
        """{ "foo": 1, "bar": 2, "baz": 3, "qux": 4 }""");

    [Fact]
    public async Task Section_3_3_1_an_operation_needs_the_root_fields_it_names()
    {
        var myName = new Example("type Query { myName: String }", """{ "myName": "Zuck" }""");
        (await myName.Data("query { myName }")).ShouldBe("""{"myName":"Zuck"}""");
        (await myName.Run("mutation { setName(name: \"Zuck\") { newName } }")).Select(p => p.Key).ShouldBe(["errors"]);
        var setName = new Example("type Query { a: Int } type Mutation { setName(name: String): Named } type Named { newName: String }", """{ "setName": { "newName": "Zuck" } }""");
        (await setName.Data("mutation { setName(name: \"Zuck\") { newName } }")).ShouldBe("""{"setName":{"newName":"Zuck"}}""");
    }

    [Fact]
    public async Task Section_3_6_all_fields_and_some() =>
        (await person.Data("{ all: person { name age picture } some: person { age name } }")).ShouldBe(
            """{"all":{"name":"Mark Zuckerberg","age":30,"picture":"http://some.cdn/picture.jpg"},"some":{"age":30,"name":"Mark Zuckerberg"}}""");

    [Fact]
    public async Task Section_3_6_an_object_field_needs_a_selection()
    {
        (await person.Run("{ person { name relationship } }")).Select(p => p.Key).ShouldBe(["errors"]);
        (await person.Data("{ person { name relationship { name } } }")).ShouldBe("""{"person":{"name":"Mark Zuckerberg","relationship":{"name":"Priscilla Chan"}}}""");
    }

    [Fact]
    public async Task Section_3_6_fields_of_a_fragment_come_where_it_is_spread() =>
        (await ordered.Data("{ foo ...Frag qux } fragment Frag on Query { bar baz }")).ShouldBe("""{"foo":1,"bar":2,"baz":3,"qux":4}""");

    [Fact]
    public async Task Section_3_6_a_field_asked_for_twice_comes_where_it_was_first() =>
        (await ordered.Data("{ foo ...Matching bar } fragment Matching on Query { bar qux foo }")).ShouldBe("""{"foo":1,"bar":2,"qux":4}""");

    [Fact]
    public async Task Section_3_6_fragments_that_do_not_apply_do_not_affect_the_order()
    {
        var things = new Example("type Query { thing: Thing } interface Thing { foo: Int bar: Int } type A implements Thing { foo: Int bar: Int } type B implements Thing { foo: Int bar: Int }",
            """{ "thing": { "__typename": "A", "foo": 1, "bar": 2 } }""");
        (await things.Data("{ thing { ...Ignored ...Matching bar } } fragment Ignored on B { bar foo } fragment Matching on A { foo bar }")).ShouldBe("""{"thing":{"foo":1,"bar":2}}""");
    }

    [Fact]
    public async Task Section_3_6_excluded_fields_do_not_affect_the_order() =>
        (await ordered.Data("{ foo @skip(if: true) bar foo }")).ShouldBe("""{"bar":2,"foo":1}""");

    [Fact]
    public async Task Section_3_6_1_a_field_with_an_argument() =>
        (await person.Data("{ person { name picture(size: 600) } }")).ShouldBe("""{"person":{"name":"Mark Zuckerberg","picture":"http://some.cdn/picture_600.jpg"}}""");

    [Fact]
    public async Task Section_3_7_interfaces_give_their_own_fields_and_others_by_fragment()
    {
        (await person.Data("{ contact { entity { name } phoneNumber } }")).ShouldBe("""{"contact":{"entity":{"name":"Ana"},"phoneNumber":"1"}}""");
        (await person.Run("{ contact { entity { name age } phoneNumber } }")).Select(p => p.Key).ShouldBe(["errors"]);
        (await person.Data("{ contact { entity { name ... on Person { age } } phoneNumber } }")).ShouldBe("""{"contact":{"entity":{"name":"Ana","age":41},"phoneNumber":"1"}}""");
    }

    [Fact]
    public async Task Section_3_8_unions_give_fields_by_fragment_only()
    {
        (await person.Run("{ firstSearchResult { name height } }")).Select(p => p.Key).ShouldBe(["errors"]);
        (await person.Data("{ firstSearchResult { ... on Person { name } ... on Photo { height } } }")).ShouldBe("""{"firstSearchResult":{"height":3}}""");
    }

    [Theory]
    [InlineData("query myQuery($someTest: Boolean!) { foo bar @skip(if: $someTest) }", false, """{"foo":1,"bar":2}""")]
    [InlineData("query myQuery($someTest: Boolean!) { foo bar @skip(if: $someTest) }", true, """{"foo":1}""")]
    [InlineData("query myQuery($someTest: Boolean!) { foo bar @include(if: $someTest) }", true, """{"foo":1,"bar":2}""")]
    [InlineData("query myQuery($someTest: Boolean!) { foo bar @include(if: $someTest) }", false, """{"foo":1}""")]
    [InlineData("query myQuery($someTest: Boolean!) { foo ... @skip(if: $someTest) { bar } ...F @include(if: $someTest) } fragment F on Query { qux }", true, """{"foo":1,"qux":4}""")]
    [InlineData("query myQuery($someTest: Boolean!) { foo bar @skip(if: $someTest) @include(if: $someTest) qux @include(if: $someTest) @skip(if: $someTest) }", true, """{"foo":1}""")]
    [InlineData("query myQuery($someTest: Boolean!) { foo bar @skip(if: false) @include(if: true) baz @skip(if: $someTest) @include(if: true) }", false, """{"foo":1,"bar":2,"baz":3}""")]
    public async Task Section_3_13_1_and_3_13_2_skip_and_include(string document, bool someTest, string data) =>
        (await ordered.Data(document, $$"""{"someTest":{{(someTest ? "true" : "false")}}}""")).ShouldBe(data);

    [Fact]
    public async Task Section_3_13_2_nothing_need_be_left() =>
        (await ordered.Data("{ foo @include(if: false) }")).ShouldBe("{}");
}
