using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;
using Doorward.GraphQL.Validation;

namespace Doorward.GraphQL.Tests.Oracle;

/// <summary>Thousands of generated documents, on which this library and npm graphql have to agree.</summary>
public sealed class OracleTests(ReferenceImplementation oracle)
{
    internal static readonly int Documents = int.Parse(Environment.GetEnvironmentVariable("DOORWARD_ORACLE_DOCUMENTS") ?? "700");
    internal static readonly int FirstSeed = int.Parse(Environment.GetEnvironmentVariable("DOORWARD_ORACLE_SEED") ?? "1");

    public static TheoryData<string> SchemaNames => [.. Schemas.All.Keys];

    [Theory]
    [MemberData(nameof(SchemaNames))]
    public async Task Both_find_the_same_errors_at_the_same_places(string name)
    {
        var schema = await Load(name);
        for (var i = 0; i < Documents; i++)
        {
            var document = new DocumentGenerator(schema, FirstSeed + i, i % 3 == 0 ? 0.05 : i % 3 == 1 ? 0.01 : 0).Generate();
            if (await ValidationDiffers(name, schema, document) is { } difference)
            {
                var small = await Shrinker.Shrink(document, async d => await ValidationDiffers(name, schema, d) is not null);
                Assert.Fail($"seed {FirstSeed + i} of {name}:\n{small}\n{await ValidationDiffers(name, schema, small)}\nfirst: {difference}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(SchemaNames))]
    public async Task Both_give_the_same_results_and_errors(string name)
    {
        var schema = await Load(name);
        var world = new World();
        var engine = new GraphEngine(Schemas.All[name], World.Define(Schemas.All[name], world), Relaxed);
        for (var i = 0; i < Documents; i++)
        {
            world.Seed = FirstSeed + i;
            world.IsAsync = i % 2 == 1;
            var document = new DocumentGenerator(schema, FirstSeed + i, 0).Generate();
            var variables = Variables(schema, document, FirstSeed + i);
            if (await ResultDiffers(name, engine, world, document, variables) is { } difference)
            {
                var small = await Shrinker.Shrink(document, async d => await ResultDiffers(name, engine, world, d, variables) is not null);
                Assert.Fail($"seed {FirstSeed + i} of {name}, async {world.IsAsync}, variables {variables}:\n{small}\n{await ResultDiffers(name, engine, world, small, variables)}\nfirst: {difference}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(SchemaNames))]
    public async Task Both_read_and_refuse_the_same_texts(string name)
    {
        var schema = await Load(name);
        for (var i = 0; i < Documents; i++)
        {
            var document = Mutations.Of(new DocumentGenerator(schema, FirstSeed + i, 0.02).Generate(), FirstSeed + i);
            if (await ParsingDiffers(document) is { } difference)
            {
                Assert.Fail($"seed {FirstSeed + i} of {name}:\n{JsonSerializer.Serialize(document)}\n{difference}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(SchemaNames))]
    public async Task Both_print_the_same_schema(string name)
    {
        var schema = await Load(name);
        var answer = await oracle.Ask(new { op = "schema", name, sdl = Schemas.All[name] });
        Comparable.FirstDifference(SchemaPrinter.Print(schema), (string)answer["printed"]!).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(SchemaNames))]
    public async Task Both_answer_the_introspection_query_alike(string name)
    {
        await Load(name);
        var answer = await oracle.Ask(new { op = "introspect", schema = name });
        var engine = new GraphEngine(Schemas.All[name], World.Define(Schemas.All[name], new World()), Relaxed);
        var ours = await Execute(engine, (string)answer["query"]!, null);
        ours["errors"].ShouldBeNull();
        var mine = Comparable.Introspection(ours["data"]!);
        var theirs = Comparable.Introspection(answer["result"]!["data"]!);
        Comparable.FirstDifference(mine, theirs).ShouldBeNull();
    }

    internal static GraphOptions Relaxed => new()
    {
        Limits = new GraphQLLimits { MaxCost = long.MaxValue, MaxAliases = int.MaxValue, MaxDirectives = int.MaxValue, MaxDepth = 100, MaxPageSize = int.MaxValue, MaxErrors = int.MaxValue },
    };

    internal static async Task<JsonObject> Execute(GraphEngine engine, string document, JsonNode? variables)
    {
        var output = new ArrayBufferWriter<byte>();
        await engine.Execute(
            new GraphRequest { Query = document, Variables = variables is null ? default : JsonSerializer.SerializeToElement(variables) },
            Nothing.Provider, output);
        return JsonNode.Parse(output.WrittenSpan)!.AsObject();
    }

    private async Task<GraphSchema> Load(string name)
    {
        var answer = await oracle.Ask(new { op = "schema", name, sdl = Schemas.All[name] });
        ((bool)answer["ok"]!).ShouldBeTrue(answer.ToJsonString());
        return GraphSchema.Parse(Schemas.All[name]);
    }

    private async Task<string?> ParsingDiffers(string document)
    {
        var answer = await oracle.Ask(new { op = "parse", doc = document });
        string mine;
        try
        {
            var parsed = Parser.Parse(document);
            mine = parsed.Definitions.All(d => d is ExecutableDefinitionNode) ? "ok\n" + Printer.Print(parsed) : "ok";
        }
        catch (SyntaxException syntax)
        {
            mine = $"{syntax.Location.Line}:{syntax.Location.Column}";
        }

        var theirs = (bool)answer["ok"]! ? mine == "ok" ? "ok" : $"ok\n{answer["printed"]}" : (string)answer["at"]!;
        // where lines break is each printer's own taste
        return Squeezed(mine) == Squeezed(theirs) ? null : $"ours: {mine}\ntheirs: {theirs} {answer["message"]}";
    }

    private static bool IsOneOfVariable(string message) => message.Contains("the one field of", StringComparison.Ordinal);

    private static string Shown(GraphQLError error) => $"{error.Rule} {string.Join(' ', error.Locations.Select(l => $"{l.Line}:{l.Column}"))}";

    private static string Squeezed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c != ','));

    private async Task<string?> ValidationDiffers(string name, GraphSchema schema, string document)
    {
        var answer = await oracle.Ask(new { op = "validate", schema = name, doc = document });
        var reference = (bool)answer["ok"]! ? answer["errors"]!.AsArray().Select(e => (string)e!).ToHashSet() : [];
        string mine;
        try
        {
            // see Disagreements: the reference looks at @oneOf variables only where the input object may be null
            mine = string.Join('\n', DocumentValidator.Validate(schema, Parser.Parse(document))
                .Where(e => !IsOneOfVariable(e.Message) || reference.Contains(Shown(e))).Select(Shown).Distinct().Order(StringComparer.Ordinal));
        }
        catch (SyntaxException syntax)
        {
            mine = $"{syntax.Location.Line}:{syntax.Location.Column}";
        }

        var theirs = (bool)answer["ok"]!
            ? string.Join('\n', reference.Order(StringComparer.Ordinal)) : (string)answer["at"]!;
        return mine == theirs ? null : $"ours:\n{mine}\ntheirs:\n{theirs}";
    }

    private async Task<string?> ResultDiffers(string name, GraphEngine engine, World world, string document, JsonNode? variables)
    {
        var answer = await oracle.Ask(new { op = "execute", schema = name, doc = document, variables, seed = world.Seed, @async = world.IsAsync });
        if (answer["invalid"] is not null)
        {
            return null;
        }

        return Difference(await Execute(engine, document, variables), answer, world.IsAsync);
    }

    internal static string? Difference(JsonObject ours, JsonObject answer, bool isAsync)
    {
        if ((string?)ours["errors"]?[0]?["message"] is { } text && (text.Contains("streams", StringComparison.Ordinal) || IsOneOfVariable(text)))
        {
            return null;
        }

        var mine = Comparable.Result(ours, isAsync);
        var theirs = Comparable.Reference(answer["result"]!.AsObject(), isAsync);
        return mine == theirs ? null : $"ours:   {mine}\ntheirs: {theirs}\n({ours["errors"]?.ToJsonString()})";
    }

    internal static JsonObject Variables(GraphSchema schema, string document, int seed)
    {
        var operation = Parser.Parse(document).Definitions.OfType<OperationDefinitionNode>().First();
        return new VariableGenerator(schema, seed).Generate(operation);
    }
}
