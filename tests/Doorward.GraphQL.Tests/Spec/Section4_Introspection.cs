using System.Text.Json.Nodes;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>4 Introspection: the meta fields, and for every kind of type what it must and must not answer.</summary>
public sealed class Section4_Introspection
{
    private const string Sdl = """"
        "A described schema."
        schema { query: Root mutation: Change subscription: Live }
        "The root."
        type Root implements Node & Named {
          id: ID! name: String old: Int @deprecated(reason: "gone") older: Int @deprecated
          find(by: Filter = { first: 5, order: [NEW] }, "Wanted." text: String!, unused: Int @deprecated(reason: "no")): [[User!]!] any: Any user: User
        }
        type Change { a: Int }
        type Live { a: Int }
        type User implements Node { id: ID! birthday: Date }
        interface Node { id: ID! }
        interface Named implements Node { id: ID! name: String }
        union Any = User | Root
        enum Order { "Newest first." NEW OLD @deprecated(reason: "slow") }
        input Filter { first: Int = 10 order: [Order!] text: String = "a\"b" gone: Int @deprecated }
        input One @oneOf { a: Int b: String }
        scalar Date @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339")
        scalar Free
        directive @mark(level: Int = 1, old: Int @deprecated) repeatable on FIELD_DEFINITION | QUERY
        """";

    private readonly Example example = new(Sdl);

    [Fact]
    public async Task Section_4_the_example_of_the_type_User()
    {
        var users = new Example("type Query { user: User } type User { id: String name: String birthday: Date } scalar Date");
        (await users.Data("{ __type(name: \"User\") { name fields { name type { name } } } }")).ShouldBe(
            """{"__type":{"name":"User","fields":[{"name":"id","type":{"name":"String"}},{"name":"name","type":{"name":"String"}},{"name":"birthday","type":{"name":"Date"}}]}}""");
    }

    [Fact]
    public async Task Section_4_1_typename_is_on_objects_interfaces_and_unions_and_is_the_object_type()
    {
        var pets = new Example("type Query { dog: Dog pet: Pet found: Found } interface Pet { n: Int } type Dog implements Pet { n: Int } union Found = Dog",
            """{ "dog": {}, "pet": { "__typename": "Dog" }, "found": { "__typename": "Dog" } }""");
        (await pets.Data("{ __typename dog { t: __typename } pet { __typename } found { __typename ... on Pet { __typename } } }")).ShouldBe(
            """{"__typename":"Query","dog":{"t":"Dog"},"pet":{"__typename":"Dog"},"found":{"__typename":"Dog"}}""");
    }

    [Fact]
    public async Task Section_4_1_typename_is_not_at_the_root_of_a_subscription() =>
        (await example.Run("subscription { __typename }"))["errors"]!.ShouldNotBeNull();

    [Fact]
    public async Task Section_4_1_and_4_2_meta_fields_are_implicit()
    {
        var fields = (await Type("Root", "fields(includeDeprecated: true) { name }"))["fields"]!.AsArray().Select(f => f!["name"]!.ToString());
        fields.ShouldBe(["id", "name", "old", "older", "find", "any", "user"]);
        (await example.Run("{ user { __schema { description } } }"))["errors"].ShouldNotBeNull("only the root of queries has it");
        (await example.Run("mutation { __type(name: \"User\") { name } }"))["errors"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Section_4_2_a_type_that_is_not_there_is_null() =>
        (await example.Data("{ __type(name: \"Nothing\") { name } }")).ShouldBe("""{"__type":null}""");

    [Fact]
    public void Section_4_2_the_introspection_types_are_those_of_the_text()
    {
        var schema = GraphSchema.Parse("type Query { a: Int }");
        Members(schema, "__Schema").ShouldBe("description: String; types: [__Type!]!; queryType: __Type!; mutationType: __Type; subscriptionType: __Type; directives: [__Directive!]!");
        Members(schema, "__Type").ShouldBe("kind: __TypeKind!; name: String; description: String; specifiedByURL: String; fields(includeDeprecated: Boolean! = false): [__Field!]; interfaces: [__Type!]; possibleTypes: [__Type!]; enumValues(includeDeprecated: Boolean! = false): [__EnumValue!]; inputFields(includeDeprecated: Boolean! = false): [__InputValue!]; ofType: __Type; isOneOf: Boolean");
        Members(schema, "__Field").ShouldBe("name: String!; description: String; args(includeDeprecated: Boolean! = false): [__InputValue!]!; type: __Type!; isDeprecated: Boolean!; deprecationReason: String");
        Members(schema, "__InputValue").ShouldBe("name: String!; description: String; type: __Type!; defaultValue: String; isDeprecated: Boolean!; deprecationReason: String");
        Members(schema, "__EnumValue").ShouldBe("name: String!; description: String; isDeprecated: Boolean!; deprecationReason: String");
        Members(schema, "__Directive").ShouldBe("name: String!; description: String; isRepeatable: Boolean!; locations: [__DirectiveLocation!]!; args(includeDeprecated: Boolean! = false): [__InputValue!]!");
        Members(schema, "__TypeKind").ShouldBe("SCALAR; OBJECT; INTERFACE; UNION; ENUM; INPUT_OBJECT; LIST; NON_NULL");
        Members(schema, "__DirectiveLocation").ShouldBe("QUERY; MUTATION; SUBSCRIPTION; FIELD; FRAGMENT_DEFINITION; FRAGMENT_SPREAD; INLINE_FRAGMENT; VARIABLE_DEFINITION; SCHEMA; SCALAR; OBJECT; FIELD_DEFINITION; ARGUMENT_DEFINITION; INTERFACE; UNION; ENUM; ENUM_VALUE; INPUT_OBJECT; INPUT_FIELD_DEFINITION");
    }

    [Fact]
    public async Task Section_4_2_1_the_schema()
    {
        var schema = JsonNode.Parse(await example.Data("{ __schema { description queryType { name } mutationType { name } subscriptionType { name } types { name } directives { name } } }"))!["__schema"]!;
        schema["description"]!.ToString().ShouldBe("A described schema.");
        new[] { "queryType", "mutationType", "subscriptionType" }.Select(t => schema[t]!["name"]!.ToString()).ShouldBe(["Root", "Change", "Live"]);
        var types = schema["types"]!.AsArray().Select(t => t!["name"]!.ToString()).ToList();
        foreach (var name in new[] { "Root", "Any", "Order", "Filter", "Date", "Boolean", "String", "Int", "__Schema", "__Type" })
        {
            types.ShouldContain(name);
        }

        types.ShouldNotContain("Float", "nothing refers to it (3.5)");
        schema["directives"]!.AsArray().Select(d => d!["name"]!.ToString()).ShouldBe(["mark", "skip", "include", "deprecated", "specifiedBy", "oneOf"], ignoreOrder: true);
        JsonNode.Parse(await new Example("type Query { a: Int }").Data("{ __schema { description mutationType { name } subscriptionType { name } } }"))!
            .ToJsonString().ShouldBe("""{"__schema":{"description":null,"mutationType":null,"subscriptionType":null}}""");
    }

    [Theory]
    [InlineData("Scalar", "Date", "SCALAR", "specifiedByURL")]
    [InlineData("Scalar without a specification", "Free", "SCALAR", "")]
    [InlineData("Scalar that is built in", "Int", "SCALAR", "description")]
    [InlineData("Object", "Root", "OBJECT", "description fields interfaces")]
    [InlineData("Object without interfaces", "Change", "OBJECT", "fields interfaces")]
    [InlineData("Union", "Any", "UNION", "possibleTypes")]
    [InlineData("Interface", "Node", "INTERFACE", "fields interfaces possibleTypes")]
    [InlineData("Enum", "Order", "ENUM", "enumValues")]
    [InlineData("Input Object", "Filter", "INPUT_OBJECT", "inputFields isOneOf")]
    [InlineData("OneOf Input Object", "One", "INPUT_OBJECT", "inputFields isOneOf")]
    public async Task Section_4_2_2_each_kind_answers_its_own_fields_and_null_to_all_others(string what, string name, string kind, string answered)
    {
        var type = await Type(name, "kind name description specifiedByURL fields { name } interfaces { name } possibleTypes { name } enumValues { name } inputFields { name } ofType { name } isOneOf");
        type["kind"]!.ToString().ShouldBe(kind, what);
        type["name"]!.ToString().ShouldBe(name, what);
        type.Where(p => p.Value is not null).Select(p => p.Key).ShouldBe(["kind", "name", .. answered.Split(' ', StringSplitOptions.RemoveEmptyEntries)], ignoreOrder: true, what);
    }

    [Fact]
    public async Task Section_4_2_2_lists_and_non_nulls_wrap_a_type_and_have_no_name()
    {
        var type = (await Type("Root", "fields { name type { kind name description fields { name } interfaces { name } possibleTypes { name } enumValues { name } inputFields { name } specifiedByURL isOneOf ofType { kind ofType { kind ofType { kind ofType { kind name } } } } } }"))
            ["fields"]!.AsArray().Single(f => f!["name"]!.ToString() == "find")!["type"]!.AsObject();
        type.Where(p => p.Value is not null).Select(p => p.Key).ShouldBe(["kind", "ofType"]);
        type.ToJsonString().ShouldContain("\"LIST\"");
        type["ofType"]!.ToJsonString().ShouldBe("""{"kind":"NON_NULL","ofType":{"kind":"LIST","ofType":{"kind":"NON_NULL","ofType":{"kind":"OBJECT","name":"User"}}}}""");
    }

    [Fact]
    public async Task Section_4_2_2_what_each_kind_answers()
    {
        (await Type("Date", "specifiedByURL"))["specifiedByURL"]!.ToString().ShouldBe("https://www.rfc-editor.org/rfc/rfc3339");
        Names((await Type("Root", "interfaces { name }"))["interfaces"]).ShouldBe(["Node", "Named"]);
        (await Type("Change", "interfaces { name }"))["interfaces"]!.AsArray().ShouldBeEmpty();
        Names((await Type("Named", "interfaces { name }"))["interfaces"]).ShouldBe(["Node"]);
        Names((await Type("Node", "possibleTypes { name }"))["possibleTypes"]).ShouldBe(["Root", "User"], ignoreOrder: true);
        Names((await Type("Any", "possibleTypes { name }"))["possibleTypes"]).ShouldBe(["User", "Root"]);
        (await Type("One", "isOneOf"))["isOneOf"]!.GetValue<bool>().ShouldBeTrue();
        (await Type("Filter", "isOneOf"))["isOneOf"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Theory]
    [InlineData("Root", "fields", "id name find any user", "id name old older find any user")]
    [InlineData("Order", "enumValues", "NEW", "NEW OLD")]
    [InlineData("Filter", "inputFields", "first order text", "first order text gone")]
    public async Task Section_4_2_2_deprecated_ones_are_shown_to_who_asks(string type, string field, string without, string with)
    {
        Names((await Type(type, field + " { name }"))[field]).ShouldBe(without.Split(' '));
        Names((await Type(type, field + "(includeDeprecated: true) { name }"))[field]).ShouldBe(with.Split(' '));
    }

    [Fact]
    public async Task Section_4_2_3_fields()
    {
        var fields = (await Type("Root", "fields(includeDeprecated: true) { name description isDeprecated deprecationReason args { name } all: args(includeDeprecated: true) { name } }"))["fields"]!.AsArray();
        var find = fields.Single(f => f!["name"]!.ToString() == "find")!;
        Names(find["args"]).ShouldBe(["by", "text"]);
        Names(find["all"]).ShouldBe(["by", "text", "unused"]);
        find["isDeprecated"]!.GetValue<bool>().ShouldBeFalse();
        find["deprecationReason"].ShouldBeNull();
        var old = fields.Single(f => f!["name"]!.ToString() == "old")!;
        (old["isDeprecated"]!.GetValue<bool>(), old["deprecationReason"]!.ToString()).ShouldBe((true, "gone"));
        fields.Single(f => f!["name"]!.ToString() == "older")!["deprecationReason"]!.ToString().ShouldBe("No longer supported");
    }

    [Fact]
    public async Task Section_4_2_4_input_values()
    {
        var values = (await Type("Filter", "inputFields(includeDeprecated: true) { name defaultValue isDeprecated deprecationReason type { name } }"))["inputFields"]!.AsArray();
        values.Select(v => $"{v!["name"]} {v["type"]!["name"]} {v["defaultValue"]} {v["isDeprecated"]} {v["deprecationReason"]}").ShouldBe(
            ["first Int 10 false ", "order   false ", "text String \"a\\\"b\" false ", "gone Int  true No longer supported"]);
        var arguments = (await Type("Root", "fields { name args { name description defaultValue } }"))["fields"]!.AsArray().Single(f => f!["name"]!.ToString() == "find")!["args"]!;
        arguments[0]!["defaultValue"]!.ToString().ShouldBe("{ first: 5, order: [NEW] }");
        arguments[1]!["description"]!.ToString().ShouldBe("Wanted.");
        arguments[1]!["defaultValue"].ShouldBeNull();
    }

    [Fact]
    public async Task Section_4_2_5_enum_values()
    {
        var values = (await Type("Order", "enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }"))["enumValues"]!.AsArray();
        values.Select(v => $"{v!["name"]} {v["description"]} {v["isDeprecated"]} {v["deprecationReason"]}").ShouldBe(["NEW Newest first. false ", "OLD  true slow"]);
    }

    [Fact]
    public async Task Section_4_2_6_directives()
    {
        var directives = JsonNode.Parse(await example.Data("{ __schema { directives { name isRepeatable locations args { name } all: args(includeDeprecated: true) { name defaultValue } } } }"))!["__schema"]!["directives"]!.AsArray();
        string Shown(string name)
        {
            var directive = directives.Single(d => d!["name"]!.ToString() == name)!;
            return $"{directive["isRepeatable"]} {string.Join('|', directive["locations"]!.AsArray())} {string.Join(',', Names(directive["args"]))} {string.Join(',', Names(directive["all"]))}";
        }

        Shown("mark").ShouldBe("true FIELD_DEFINITION|QUERY level level,old");
        Shown("skip").ShouldBe("false FIELD|FRAGMENT_SPREAD|INLINE_FRAGMENT if if");
        Shown("include").ShouldBe("false FIELD|FRAGMENT_SPREAD|INLINE_FRAGMENT if if");
        Shown("deprecated").ShouldBe("false FIELD_DEFINITION|ARGUMENT_DEFINITION|INPUT_FIELD_DEFINITION|ENUM_VALUE reason reason");
        Shown("specifiedBy").ShouldBe("false SCALAR url url");
        Shown("oneOf").ShouldBe("false INPUT_OBJECT  ");
    }

    private static string Members(GraphSchema schema, string type) => schema[type] switch
    {
        EnumType e => string.Join("; ", e.Values.Select(v => v.Name)),
        FieldsType fields => string.Join("; ", fields.Fields.Select(f => f.Name
            + (f.Arguments.Count == 0 ? "" : $"({string.Join(", ", f.Arguments.Select(a => $"{a.Name}: {a.Type} = {Language.Printer.Print(a.DefaultLiteral!)}"))})") + $": {f.Type}")),
        _ => "",
    };

    private static IEnumerable<string> Names(JsonNode? list) => list!.AsArray().Select(n => n!["name"]!.ToString());

    private async Task<JsonObject> Type(string name, string selection) =>
        JsonNode.Parse(await example.Data($"{{ __type(name: \"{name}\") {{ {selection} }} }}"))!["__type"]!.AsObject();
}
