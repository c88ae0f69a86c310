using System.Text.Json;
using System.Text.Json.Nodes;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Tests.Oracle;

/// <summary>Values that depend only on the seed and the path; oracle.mjs makes the same ones.</summary>
public sealed class World
{
    internal static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Seed { get; set; }

    public bool IsAsync { get; set; }

    public GraphSchema Schema { get; set; } = null!;

    public Dictionary<string, object?> Root => new() { ["$hash"] = Hash("root") };

    public static GraphDefinition Define(string sdl, World world)
    {
        var schema = world.Schema = GraphSchema.Parse(sdl);
        var graph = new GraphDefinition();
        foreach (var type in schema.Types.OfType<ObjectType>().Where(t => !t.Name.StartsWith("__")))
        {
            foreach (var field in type.Fields)
            {
                graph.Field(type.Name, field.Name, (FieldResolver)world.Resolve);
            }
        }

        return graph;
    }

    internal uint Hash(string text)
    {
        var h = 0x811c9dc5u ^ (uint)Seed;
        foreach (var c in text)
        {
            h = unchecked((h ^ c) * 0x01000193u);
        }

        return h ^ (h >> 15);
    }

    private ValueTask<object?> Resolve(FieldContext context)
    {
        var source = (IReadOnlyDictionary<string, object?>?)context.Source ?? Root;
        var h = Hash($"{source["$hash"]}/{context.Definition.Name}");
        return IsAsync && h % 3 == 0 ? Later(context, h) : ValueTask.FromResult(Now(context, h));
    }

    private async ValueTask<object?> Later(FieldContext context, uint h)
    {
        await Task.Yield();
        return Now(context, h);
    }

    private object? Now(FieldContext context, uint h) =>
        h % 23 == 0 ? throw new InvalidOperationException("boom") : Value(context.Definition.Type, h, context.Arguments);

    private object? Value(GraphType type, uint h, IReadOnlyDictionary<string, object?> arguments)
    {
        switch (type)
        {
            case NonNullType nonNull:
                return h % 19 == 0 ? null : Value(nonNull.Type, h, arguments);
            case var _ when h % 7 == 0:
                return null;
            case ListType list:
                return Enumerable.Range(0, (int)(h % 4)).Select(i => Value(list.ItemType, Hash($"{h}[{i}]"), arguments)).ToArray();
            case EnumType e:
                return h % 29 == 0 ? "NO_SUCH_VALUE" : e.Values[(int)(h % (uint)e.Values.Count)].Name;
            case ScalarType scalar:
                return scalar.Name switch
                {
                    "Int" => h % 31 == 0 ? "no number" : (object)(int)(h % 1000),
                    "Float" => h % 1000 / 8.0,
                    "Boolean" => h % 2 == 0,
                    "ID" => h % 2 == 0 ? (object)(int)(h % 1000) : $"id{h % 1000}",
                    _ => $"s{h % 1000}{JsonSerializer.Serialize(Canonical(arguments), Plain)}",
                };
            case NamedType { IsAbstract: true } named:
                var names = Schema.PossibleTypes(Schema[named.Name]!).Select(t => t.Name).Order(StringComparer.Ordinal).ToList();
                return new Dictionary<string, object?> { ["$hash"] = h, ["__typename"] = names[(int)(h % (uint)names.Count)] };
            default:
                return new Dictionary<string, object?> { ["$hash"] = h };
        }
    }

    internal static JsonNode? Canonical(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> members => new JsonObject(members.OrderBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => KeyValuePair.Create(m.Key, Canonical(m.Value)))),
        object?[] items => new JsonArray([.. items.Select(Canonical)]),
        null => null,
        _ => JsonValue.Create(value),
    };
}
