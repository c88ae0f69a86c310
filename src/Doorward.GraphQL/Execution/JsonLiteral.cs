using System.Text.Json;
using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Execution;

/// <summary>A JSON value as a literal, for custom scalars that are written with variables inside.</summary>
internal static class JsonLiteral
{
    public static ValueNode Node(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => new ListValueNode([.. json.EnumerateArray().Select(Node)], 0, 0),
        JsonValueKind.Object => new ObjectValueNode(
            [.. json.EnumerateObject().Select(p => new ObjectFieldNode(new NameNode(p.Name, 0, 0), Node(p.Value), 0, 0))], 0, 0),
        JsonValueKind.String => new StringValueNode(json.GetString()!, false, 0, 0),
        JsonValueKind.Number when json.TryGetInt64(out _) => new IntValueNode(json.GetRawText(), 0, 0),
        JsonValueKind.Number => new FloatValueNode(json.GetRawText(), 0, 0),
        JsonValueKind.True or JsonValueKind.False => new BooleanValueNode(json.GetBoolean(), 0, 0),
        _ => new NullValueNode(0, 0),
    };
}
