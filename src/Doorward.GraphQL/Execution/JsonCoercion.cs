using System.Text.Json;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Execution;

/// <summary>What the JSON of variables stands for (3.5 to 3.11, input coercion). Reports each mistake with its path.</summary>
internal readonly struct JsonCoercion(GraphQLLimits limits, Action<string, string, string> report)
{
    public object? Coerce(JsonElement json, GraphType type, string path, int depth)
    {
        if (depth > limits.MaxDepth)
        {
            report(path, $"nests deeper than {limits.MaxDepth} levels.", GraphQLErrorCodes.TooDeep);
            return null;
        }

        if (json.ValueKind is JsonValueKind.Null)
        {
            if (type is NonNullType)
            {
                report(path, $"must not be null, its type is {type}.", GraphQLErrorCodes.BadUserInput);
            }

            return null;
        }

        switch (type.Nullable)
        {
            case ListType list:
                return List(json, list, path, depth);
            case InputObjectType input:
                return Object(json, input, path, depth);
            case EnumType e:
                return Enum(json, e, path);
            default:
                return Scalar(json, (ScalarType)type.Nullable, path);
        }
    }

    private object?[] List(JsonElement json, ListType list, string path, int depth)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            return [Coerce(json, list.ItemType, path, depth + 1)];
        }

        var length = json.GetArrayLength();
        if (length > limits.MaxInputListItems)
        {
            report(path, $"has {length} items, {limits.MaxInputListItems} are allowed.", GraphQLErrorCodes.ListTooLong);
            return [];
        }

        var items = new object?[length];
        var i = 0;
        foreach (var item in json.EnumerateArray())
        {
            items[i] = Coerce(item, list.ItemType, $"{path}[{i}]", depth + 1);
            i++;
        }

        return items;
    }

    private Dictionary<string, object?>? Object(JsonElement json, InputObjectType type, string path, int depth)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            report(path, $"an object of type {type.Name} is expected.", GraphQLErrorCodes.BadUserInput);
            return null;
        }

        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in type.Fields)
        {
            if (json.TryGetProperty(field.Name, out var given))
            {
                fields[field.Name] = Coerce(given, field.Type, $"{path}.{field.Name}", depth + 1);
            }
            else if (field.DefaultLiteral is not null)
            {
                fields[field.Name] = field.DefaultValue;
            }
            else if (field.Type is NonNullType)
            {
                report(path, $"the field \"{field.Name}\" of type {field.Type} is required.", GraphQLErrorCodes.BadUserInput);
            }
        }

        Unknown(json, type, path);
        // one that does not fit is given all the same, and was reported
        if (type.IsOneOf && (fields.Count != 1 || json.GetProperty(fields.Keys.First()).ValueKind == JsonValueKind.Null))
        {
            report(path, $"exactly one field of {type.Name} is to be given, and not null.", GraphQLErrorCodes.BadUserInput);
        }

        return fields;
    }

    private void Unknown(JsonElement json, InputObjectType type, string path)
    {
        foreach (var member in json.EnumerateObject())
        {
            if (type.Fields[member.Name] is null)
            {
                report(path, $"{type.Name} has no field \"{member.Name}\".", GraphQLErrorCodes.BadUserInput);
            }
        }
    }

    private string? Enum(JsonElement json, EnumType type, string path)
    {
        var name = json.ValueKind == JsonValueKind.String ? json.GetString()! : null;
        if (name is null || type.Values[name] is null)
        {
            report(path, $"a value of the enum {type.Name} is expected.", GraphQLErrorCodes.BadUserInput);
            return null;
        }

        return name;
    }

    private object? Scalar(JsonElement json, ScalarType type, string path)
    {
        try
        {
            return type.Codec.ParseJson(json);
        }
        catch (Exception unfit) when (unfit is not OperationCanceledException)
        {
            // only a codec's own words are for clients
            report(path, unfit is FormatException ? unfit.Message : $"it is no value of {type.Name}.", GraphQLErrorCodes.BadUserInput);
            return null;
        }
    }
}
