using System.Globalization;
using System.Text.Json;
using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Execution;

/// <summary>Values without a type: string, bool, long, double, null, lists and dictionaries of such.</summary>
internal static class Untyped
{
    public static object? From(ValueNode literal) => literal switch
    {
        StringValueNode s => s.Value,
        BooleanValueNode b => b.Value,
        EnumValueNode e => e.Value,
        IntValueNode i => long.TryParse(i.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)
            ? n : double.Parse(i.Value, CultureInfo.InvariantCulture),
        FloatValueNode f => double.Parse(f.Value, CultureInfo.InvariantCulture),
        ListValueNode list => list.Values.Select(From).ToArray(),
        ObjectValueNode o => Dictionary(o.Fields.Select(f => KeyValuePair.Create(f.Name.Value, From(f.Value)))),
        _ => null,
    };

    public static object? From(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => json.TryGetInt64(out var n) ? n : json.GetDouble(),
        JsonValueKind.Array => json.EnumerateArray().Select(From).ToArray(),
        JsonValueKind.Object => Dictionary(json.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, From(p.Value)))),
        _ => null,
    };

    private static Dictionary<string, object?> Dictionary(IEnumerable<KeyValuePair<string, object?>> members)
    {
        var dictionary = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in members)
        {
            dictionary[name] = value;
        }

        return dictionary;
    }
}

/// <summary>Stands for "no value was given", which is not the same as null.</summary>
internal sealed class NotGiven
{
    public static readonly NotGiven Value = new();
}
