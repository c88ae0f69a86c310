using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>
/// A server for an example of the specification: a schema and its data as JSON. The entry <c>{"$fails": "why"}</c> is a field that
/// fails, and a resolver given by its coordinate answers instead of the data.
/// </summary>
internal sealed class Example
{
    private static readonly IServiceProvider NoServices = new ServiceCollection().BuildServiceProvider();

    private readonly GraphEngine engine;

    public Example(string sdl, string data = "{}", Dictionary<string, FieldResolver>? fields = null, GraphDefinition? definition = null)
    {
        var root = (Dictionary<string, object?>)Value(JsonNode.Parse(data))!;
        var schema = GraphSchema.Parse(sdl);
        var graph = (definition ?? new GraphDefinition()).ServeDictionaries();
        foreach (var type in new[] { schema.Query, schema.Mutation }.OfType<ObjectType>())
        {
            foreach (var field in type.Fields.Where(f => fields?.ContainsKey(f.Coordinate) != true))
            {
                graph.Field(type.Name, field.Name, (FieldResolver)(context => Read(root, context)));
            }
        }

        foreach (var (coordinate, resolver) in fields ?? [])
        {
            graph.Field(coordinate.Split('.')[0], coordinate.Split('.')[1], resolver);
        }

        engine = new GraphEngine(sdl, graph);
    }

    public GraphSchema Schema => engine.Schema;

    public async Task<JsonObject> Run(string document, string? variables = null, string? operation = null)
    {
        var output = new ArrayBufferWriter<byte>();
        await engine.Execute(Request(document, variables, operation), NoServices, output);
        return JsonNode.Parse(output.WrittenSpan)!.AsObject();
    }

    /// <summary>The data of a response that has no errors.</summary>
    public async Task<string> Data(string document, string? variables = null, string? operation = null)
    {
        var answer = await Run(document, variables, operation);
        answer.Select(p => p.Key).ShouldBe(["data"], answer.ToJsonString());
        return answer["data"]!.ToJsonString();
    }

    public IAsyncEnumerable<ReadOnlyMemory<byte>> Subscribe(string document, CancellationToken cancellation) =>
        engine.Subscribe(Request(document, null, null), NoServices, cancellation);

    private static GraphRequest Request(string document, string? variables, string? operation) => new()
    {
        Query = document, OperationName = operation, Variables = variables is null ? default : JsonElement.Parse(variables),
    };

    private static ValueTask<object?> Read(Dictionary<string, object?> root, FieldContext context) =>
        root.GetValueOrDefault(context.Definition.Name) is FieldResolver resolver ? resolver(context) : ValueTask.FromResult(root.GetValueOrDefault(context.Definition.Name));

    private static object? Value(JsonNode? node) => node switch
    {
        JsonObject o when o["$fails"] is { } why => (FieldResolver)(_ => throw new RefusalException("FAILED", why.ToString())),
        JsonObject o => o.ToDictionary(p => p.Key, p => Value(p.Value)),
        JsonArray a => a.Select(Value).ToArray(),
        JsonValue v when v.TryGetValue<bool>(out var b) => b,
        JsonValue v when v.TryGetValue<long>(out var n) => n,
        JsonValue v when v.TryGetValue<double>(out var d) => d,
        null => null,
        _ => node.GetValue<string>(),
    };
}
