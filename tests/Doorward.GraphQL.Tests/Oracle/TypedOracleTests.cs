using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Tests.Oracle;

/// <summary>The generated documents once more, over classes, records, enums and a loader: results have to equal the reference's.</summary>
public sealed class TypedOracleTests(ReferenceImplementation oracle)
{
    private int executed;

    [Fact]
    public async Task Typed_bindings_give_the_same_results_and_errors()
    {
        var sdl = Schemas.All["pets"];
        await oracle.Ask(new { op = "schema", name = "pets", sdl });
        var schema = GraphSchema.Parse(sdl);
        var world = new TypedWorld();
        var engine = new GraphEngine(sdl, world.Define(), OracleTests.Relaxed);
        for (var i = 0; i < OracleTests.Documents; i++)
        {
            var seed = world.Seed = OracleTests.FirstSeed + i;
            world.IsAsync = i % 2 == 1;
            var document = new DocumentGenerator(schema, seed, 0).Generate();
            var variables = OracleTests.Variables(schema, document, seed);
            if (await Differs(engine, world, document, variables) is { } difference)
            {
                var small = await Shrinker.Shrink(document, async d => await Differs(engine, world, d, variables) is { Length: > 0 });
                Assert.Fail($"seed {seed}, async {world.IsAsync}, variables {variables}:\n{small}\n{await Differs(engine, world, small, variables)}\nfirst: {difference}");
            }
        }

        executed.ShouldBeGreaterThan(OracleTests.Documents / 2, "most generated documents are valid");
    }

    private async Task<string?> Differs(GraphEngine engine, TypedWorld world, string document, System.Text.Json.Nodes.JsonNode variables)
    {
        var answer = await oracle.Ask(new { op = "execute", schema = "pets", doc = document, variables, seed = world.Seed, @async = world.IsAsync, typed = true });
        if (answer["invalid"] is not null)
        {
            return null;
        }

        executed++;
        return OracleTests.Difference(await OracleTests.Execute(engine, document, variables), answer, isAsync: true);
    }
}
