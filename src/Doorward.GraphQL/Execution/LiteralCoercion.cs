using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Execution;

/// <summary>What literals of a validated document stand for (3.5 to 3.11, input coercion; 6.4.1).</summary>
internal static class LiteralCoercion
{
    /// <summary>
    /// The value, or <see cref="NotGiven"/> where a variable without value takes its place. Enums are their names, lists are
    /// object arrays, input objects are dictionaries with their defaults filled in.
    /// </summary>
    /// <exception cref="FormatException">A variable brought null where the position does not allow it.</exception>
    public static object? Coerce(ValueNode node, GraphType type, VariableValues? variables)
    {
        if (node is VariableNode variable)
        {
            var value = variables?.Get(variable.Name.Value) ?? NotGiven.Value;
            return value is not Null ? value : type is NonNullType ? throw NullVariable(variable) : null;
        }

        if (node is NullValueNode)
        {
            return null;
        }

        return type.Nullable switch
        {
            ListType list => List(node, list, variables),
            InputObjectType input => Object((ObjectValueNode)node, input, variables),
            EnumType => ((EnumValueNode)node).Value,
            ScalarType scalar => scalar.Codec.ParseLiteral(variables is null ? node : Substitute(node, variables)),
            _ => throw new InvalidOperationException(type.ToString()),
        };
    }

    private static object?[] List(ValueNode node, ListType type, VariableValues? variables)
    {
        if (node is not ListValueNode list)
        {
            return new[] { Coerce(node, type.ItemType, variables) };
        }

        var items = new object?[list.Values.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var item = Coerce(list.Values[i], type.ItemType, variables);
            items[i] = item is not NotGiven ? item
                : type.ItemType is NonNullType ? throw NullVariable((VariableNode)list.Values[i]) : null;
        }

        return items;
    }

    private static Dictionary<string, object?> Object(ObjectValueNode node, InputObjectType type, VariableValues? variables)
    {
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in type.Fields)
        {
            var given = node.Fields.FirstOrDefault(f => f.Name.Value == field.Name);
            var value = given is null ? NotGiven.Value : Coerce(given.Value, field.Type, variables);
            if (value is not NotGiven)
            {
                fields[field.Name] = value;
            }
            else if (field.DefaultLiteral is not null)
            {
                fields[field.Name] = field.DefaultValue;
            }
            else if (field.Type is NonNullType && given is not null)
            {
                throw NullVariable((VariableNode)given.Value);
            }
        }

        return type.IsOneOf && (fields.Count != 1 || fields.Values.First() is null)
            ? throw new FormatException($"Exactly one field of \"{type.Name}\" is to be given, and not null.")
            : fields;
    }

    // A custom scalar may be written as a list or object that holds variables.
    private static ValueNode Substitute(ValueNode node, VariableValues variables) => node switch
    {
        VariableNode v => variables.Literal(v.Name.Value) ?? new NullValueNode(v.Start, v.End),
        ListValueNode list => new ListValueNode([.. list.Values.Select(i => Substitute(i, variables))], list.Start, list.End),
        ObjectValueNode o => new ObjectValueNode(
            [.. o.Fields.Where(f => f.Value is not VariableNode v || variables.Get(v.Name.Value) is not NotGiven)
                .Select(f => new ObjectFieldNode(f.Name, Substitute(f.Value, variables), f.Start, f.End))],
            o.Start, o.End),
        _ => node,
    };

    private static NullVariableException NullVariable(VariableNode variable) => new(variable);
}

/// <summary>A variable brought no value where one is needed: it is that use of it that is at fault.</summary>
internal sealed class NullVariableException(VariableNode variable)
    : FormatException($"The variable \"${variable.Name.Value}\" is null or was not given, which is not allowed here.")
{
    public VariableNode Variable { get; } = variable;
}
