using Doorward.GraphQL.Schema;
using Doorward.GraphQL.Tests.Oracle;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>2.14 Schema Coordinates: each kind of element, what contains it, and what is no coordinate.</summary>
public sealed class Section2_14_SchemaCoordinates(ReferenceImplementation oracle)
{
    private const string Sdl = """
        type Query { searchBusiness(criteria: SearchCriteria!): [Business] }
        input SearchCriteria { name: String filter: SearchFilter }
        enum SearchFilter { OPEN_NOW DELIVERS_TAKEOUT VEGETARIAN_MENU }
        type Business { id: ID name: String email: String @private(scope: "loggedIn") }
        directive @private(scope: String!) on FIELD_DEFINITION
        interface Named { name: String }
        union Found = Business
        scalar Date
        """;

    private static readonly GraphSchema Types = GraphSchema.Parse(Sdl);

    [Theory]
    [InlineData("Business", typeof(ObjectType), "Business")]
    [InlineData("Business.name", typeof(FieldDefinition), "name")]
    [InlineData("SearchCriteria.filter", typeof(InputValue), "filter")]
    [InlineData("SearchFilter.OPEN_NOW", typeof(EnumValue), "OPEN_NOW")]
    [InlineData("Query.searchBusiness(criteria:)", typeof(InputValue), "criteria")]
    [InlineData("@private", typeof(DirectiveDefinition), "private")]
    [InlineData("@private(scope:)", typeof(InputValue), "scope")]
    [InlineData("Named.name", typeof(FieldDefinition), "name")]
    [InlineData("String", typeof(ScalarType), "String")]
    [InlineData("@deprecated(reason:)", typeof(InputValue), "reason")]
    public async Task Names_an_element(string coordinate, Type kind, string name)
    {
        var parsed = SchemaCoordinate.Parse(coordinate);
        parsed.ToString().ShouldBe(coordinate);
        var element = Types.Find(parsed).ShouldNotBeNull();
        element.GetType().ShouldBe(kind);
        element.Name.ShouldBe(name);
        (await Reference(coordinate)).ShouldBe($"found {name}");
    }

    [Theory]
    [InlineData("Nothing")]
    [InlineData("Business.nothing")]
    [InlineData("SearchCriteria.nothing")]
    [InlineData("SearchFilter.NOTHING")]
    [InlineData("Query.searchBusiness(nothing:)")]
    [InlineData("@nothing")]
    [InlineData("@private(nothing:)")]
    public async Task Yields_nothing_where_the_last_part_is_not_there(string coordinate)
    {
        Types.Find(SchemaCoordinate.Parse(coordinate)).ShouldBeNull();
        (await Reference(coordinate)).ShouldBe("nothing");
    }

    [Theory]
    [InlineData("Nothing.name")]
    [InlineData("Found.name")]
    [InlineData("Date.name")]
    [InlineData("Nothing.name(a:)")]
    [InlineData("Query.nothing(a:)")]
    [InlineData("SearchFilter.OPEN_NOW(a:)")]
    [InlineData("SearchCriteria.filter(a:)")]
    [InlineData("@nothing(a:)")]
    public async Task Refuses_where_what_contains_it_is_not_there(string coordinate)
    {
        Should.Throw<ArgumentException>(() => Types.Find(SchemaCoordinate.Parse(coordinate)));
        (await Reference(coordinate)).ShouldBe("refused");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" Business")]
    [InlineData("Business .name")]
    [InlineData("Business.name\n")]
    [InlineData("Business,")]
    [InlineData("Business.name.more")]
    [InlineData("Business(name:)")]
    [InlineData("Query.searchBusiness(criteria)")]
    [InlineData("Query.searchBusiness(criteria: )")]
    [InlineData("@private.scope")]
    [InlineData("@ private")]
    [InlineData("1a")]
    [InlineData("Bücher")]
    public async Task Is_no_coordinate(string text)
    {
        Should.Throw<FormatException>(() => SchemaCoordinate.Parse(text));
        (await Reference(text)).ShouldBe("refused");
    }

    // the reference's own verdict
    private async Task<string> Reference(string coordinate)
    {
        oracle.Require();
        await oracle.Ask(new { op = "schema", name = "section2.14", sdl = Sdl });
        return (string)(await oracle.Ask(new { op = "coordinate", schema = "section2.14", coordinate }))["verdict"]!;
    }
}
