using System.Text.Json.Nodes;
using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Tests.Oracle;

/// <summary>Values for the variables of an operation, a few of them wrong or missing.</summary>
public sealed class VariableGenerator(GraphSchema schema, int seed)
{
    private readonly Random random = new(seed);

    public JsonObject Generate(OperationDefinitionNode operation)
    {
        var values = new JsonObject();
        foreach (var variable in operation.Variables)
        {
            var type = schema.Resolve(variable.Type);
            if (type is { IsInput: true } && (type is NonNullType ? !Chance(0.03) : Chance(0.6)))
            {
                values[variable.Variable.Name.Value] = Value(type, 0);
            }
        }

        return values;
    }

    private JsonNode? Value(GraphType type, int depth)
    {
        if (Chance(0.02))
        {
            return Pick<JsonNode?>([null, 1, "x", true, 2.5, new JsonArray(), new JsonObject { ["a"] = 1 }, 3.0, 5000000000]);
        }

        if (type is not NonNullType && Chance(0.1))
        {
            return null;
        }

        return type.Nullable switch
        {
            ListType list when Chance(0.15) => Value(list.ItemType, depth + 1),
            ListType list => new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Value(list.ItemType, depth + 1))]),
            InputObjectType { IsOneOf: true } one => Object([Pick(one.Fields.Where(f => depth < 3 || f.Type.Named.IsLeaf).ToList())], depth, true),
            InputObjectType input => Object(input.Fields.Where(f => f.IsRequired ? !Chance(0.02) : depth < 3 && Chance(0.35)), depth, false),
            EnumType e => Pick(e.Values.ToList()).Name,
            _ => type.Named.Name switch
            {
                "Int" => random.Next(-3, 100),
                "Float" => Pick<JsonNode>([1.5, 2, -0.25]),
                "Boolean" => Chance(0.5),
                "ID" => Pick<JsonNode>(["x1", 7]),
                _ => Pick<JsonNode>(["text", "", "é \"q\" \n"]),
            },
        };
    }

    private JsonObject Object(IEnumerable<InputValue> fields, int depth, bool isOneOf)
    {
        var members = new JsonObject();
        foreach (var field in fields)
        {
            members[field.Name] = Value(isOneOf ? field.Type.NonNull : field.Type, depth + 1);
        }

        return members;
    }

    private bool Chance(double p) => random.NextDouble() < p;

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
