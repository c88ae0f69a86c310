using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Schema;
using Doorward.GraphQL.Tests.Oracle;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.GraphQL.Tests.Binding;

/// <summary>What does not fit is found at start, and the message names both sides.</summary>
public sealed class BindingTests
{
    [Fact]
    public void A_field_without_resolver() => Refused("type Query { a: Int }", _ => { }, "\"Query.a\" (Int) has no resolver");

    [Fact]
    public void A_field_without_resolver_or_property() =>
        Refused("type Query { a: Thing } type Thing { b: Int }", g => g.Query("a", () => new Thing(1, "x")),
            "\"Thing.b\" (Int) has no resolver, and Thing has no property of that name");

    [Fact]
    public void A_resolver_whose_type_does_not_fit() =>
        Refused("type Query { a: Int }", g => g.Query("a", () => "text"), "\"Query.a\" is Int, but the lambda () => String returns String");

    [Fact]
    public void A_nullable_value_for_a_field_that_is_not() =>
        Refused("type Query { a: Int! }", g => g.Query("a", () => (int?)1), "\"Query.a\" is Int!, but", "returns Int32?", "it may be null");

    [Fact]
    public void A_property_whose_type_does_not_fit() =>
        Refused("type Query { a: Thing } type Thing { name: [Int] }", g => g.Query("a", () => new Thing(1, "x")), "\"Thing.name\" is [Int], but Thing.Name returns String");

    [Fact]
    public void An_argument_whose_type_does_not_fit() =>
        Refused("type Query { a(b: [Int!]): Int }", g => g.Query("a", (string b) => 1), "\"Query.a(b:)\" is [Int!], but", "takes String b");

    [Fact]
    public void A_parameter_that_is_nothing() =>
        Refused("type Query { a(b: Int): Int }", g => g.Query("a", (int? b, Thing other) => 1), "takes Thing other, which is neither an argument of \"Query.a\" nor a registered service");

    [Fact]
    public void A_resolver_for_a_field_that_is_not_there() =>
        Refused("type Query { a: Int }", g => g.Query("a", () => (int?)1).Query("b", () => 1), "resolves \"Query.b\", which the schema does not have");

    [Fact]
    public void An_enum_that_lacks_a_value() =>
        Refused("type Query { a(b: E): Int } enum E { ONE THREE }", g => g.Query("a", (Number? b) => 1), "Number lacks THREE");

    [Fact]
    public void An_input_record_that_lacks_a_field() =>
        Refused("type Query { a(b: In!): Int } input In { one: Int two: Int }", g => g.Query("a", (OnlyOne b) => 1), "OnlyOne has no place for the field \"two\"");

    [Fact]
    public void A_subscription_that_is_no_stream() =>
        Refused("type Query { a: Int } type Subscription { s: Int }", g => g.Query("a", () => (int?)1).Subscription("s", () => 1), "\"Subscription.s\" is a subscription, but", "not IAsyncEnumerable");

    [Fact]
    public async Task The_query_type_may_have_any_name()
    {
        var engine = new GraphEngine("schema { query: Root } type Root { a: Int }", new GraphDefinition().Query("a", () => (int?)1));
        (await OracleTests.Execute(engine, "{ a }", null)).ToJsonString().ShouldBe("""{"data":{"a":1}}""");
    }

    [Fact]
    public async Task A_codec_that_throws_anything_refuses_the_value_without_its_words()
    {
        var engine = new GraphEngine("type Query { a(day: Day): Int } scalar Day", new GraphDefinition()
            .Scalar("Day", new ScalarCodec<DateOnly>(_ => throw new InvalidOperationException("hunter2"), (w, v) => w.WriteString(v.ToString("O"))))
            .Query("a", (DateOnly? day) => (int?)day?.Year));
        var literal = await OracleTests.Execute(engine, "{ a(day: \"x\") }", null);
        var variable = await OracleTests.Execute(engine, "query ($d: Day) { a(day: $d) }", new System.Text.Json.Nodes.JsonObject { ["d"] = "x" });
        literal["errors"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("GRAPHQL_VALIDATION_FAILED");
        variable["errors"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("BAD_USER_INPUT");
        (literal.ToJsonString() + variable.ToJsonString()).ShouldNotContain("hunter2");
    }

    [Fact]
    public void All_of_it_is_told_at_once()
    {
        var refused = Should.Throw<SchemaException>(() => new GraphEngine("type Query { a: Int b: Int }", new GraphDefinition().Query("a", () => "x")));
        refused.Errors.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Parameters_are_parent_arguments_services_context_and_cancellation()
    {
        using var services = new ServiceCollection().AddSingleton(new List<string> { "service" }).BuildServiceProvider();
        var engine = new GraphEngine(
            "type Query { thing: Thing } type Thing { id: ID! all(n: Int = 3, tags: [String!]!, when: Number, o: Choice): String! } enum Number { ONE TWO } input Choice { a: Int b: String }",
            new GraphDefinition()
                .Query("thing", () => new Thing(7, "x"))
                .Field("Thing", "all", (Thing parent, int? n, string[] tags, Number? when, Optional<Choice> o, List<string> service, FieldContext context, CancellationToken cancellation) =>
                    $"{parent.Id} {n} {string.Join('+', tags)} {when} {o.IsGiven}:{o.Value?.A.Value}:{o.Value?.B.IsGiven} {service[0]} {string.Join('/', context.Path)} {cancellation.CanBeCanceled}"),
            services: services);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        await engine.Execute(new GraphRequest { Query = "{ thing { x: all(tags: [\"a\", \"b\"], when: TWO, o: { a: 1 }) y: all(tags: \"c\") } }" }, services, output);
        System.Text.Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe(
            """{"data":{"thing":{"x":"7 3 a+b Two True:1:False service thing/x False","y":"7 3 c  False:: service thing/y False"}}}""");
    }

    [Fact]
    public async Task Input_objects_become_classes_structs_and_lists()
    {
        var engine = new GraphEngine(
            "type Query { a(c: In!, s: In!, many: [In!]!, list: [Int!]!): String } input In { id: Int! tags: [String!] }",
            new GraphDefinition().Query("a", (InClass c, InStruct s, IReadOnlyList<InClass> many, List<int> list) =>
                $"{c.Id} {c.Tags?.Length} {s.Id} {s.Tags.Count} {string.Join('+', many.Select(m => m.Id))} {list.Sum()}"));
        (await OracleTests.Execute(engine, "{ a(c: { id: 1 }, s: { id: 2, tags: [\"x\", \"y\"] }, many: [{ id: 3 }, { id: 4, tags: [] }], list: [5, 6]) }", null))
            ["data"]!["a"]!.ToString().ShouldBe("1  2 2 3+4 11");
    }

    [Fact]
    public async Task Unions_and_interfaces_are_told_apart_by_CLR_type()
    {
        var engine = new GraphEngine("type Query { pets: [Pet!]! } interface Pet { name: String! } type Dog implements Pet { name: String! barks: Int! } type Cat implements Pet { name: String! }", new GraphDefinition()
            .Type<Dog>("Dog").Type<Cat>("Cat")
            .Query("pets", () => new Pet[] { new Dog("rex", 3), new Cat("tom"), new Puppy("pup") }));
        (await OracleTests.Execute(engine, "{ pets { __typename name ... on Dog { barks } } }", null))["data"]!["pets"]!.ToJsonString()
            .ShouldBe("""[{"__typename":"Dog","name":"rex","barks":3},{"__typename":"Cat","name":"tom"},{"__typename":"Dog","name":"pup","barks":1}]""");
    }

    private static void Refused(string sdl, Action<GraphDefinition> define, params string[] words)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var definition = new GraphDefinition();
        define(definition);
        var refused = Should.Throw<SchemaException>(() => new GraphEngine(sdl, definition, services: services));
        foreach (var word in words)
        {
            refused.Message.ShouldContain(word);
        }
    }

    private sealed record Thing(int Id, string Name);

    private sealed class InClass
    {
        public int Id { get; init; }

        public string[]? Tags { get; set; }
    }

    private struct InStruct
    {
        public int Id { get; set; }

        public List<string> Tags { get; set; }
    }

    private sealed record OnlyOne(int? One);

    private sealed record Choice(Optional<int?> A, Optional<string?> B);

    private enum Number
    {
        One,
        Two,
    }

    private record Pet(string Name);

    private record Dog(string Name, int Barks) : Pet(Name);

    private sealed record Puppy(string Name) : Dog(Name, 1);

    private sealed record Cat(string Name) : Pet(Name);
}
