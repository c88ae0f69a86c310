using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation;

/// <summary>Whether a literal can be coerced to a type (5.6.1); variables in it are looked at by other rules.</summary>
internal static class LiteralCheck
{
    public static void Run(ValueNode node, GraphType type, Action<string, SyntaxNode> report)
    {
        switch (node, type)
        {
            case (VariableNode, _):
                return;
            case (NullValueNode, NonNullType):
                report($"Null is given where {type} is expected.", node);
                return;
            case (NullValueNode, _):
                return;
            case (_, NonNullType nonNull):
                Run(node, nonNull.Type, report);
                return;
            case (ListValueNode items, ListType list):
                foreach (var item in items.Values)
                {
                    Run(item, list.ItemType, report);
                }

                return;
            case (_, ListType list):
                Run(node, list.ItemType, report);
                return;
            case (_, InputObjectType input):
                InputObject(node, input, report);
                return;
            case (_, EnumType e):
                if (node is not EnumValueNode value || e.Values[value.Value] is null)
                {
                    report($"{Shown(node)} is no value of the enum {e.Name}.", node);
                }

                return;
            case (_, ScalarType scalar):
                Scalar(node, scalar, report);
                return;
        }
    }

    private static void InputObject(ValueNode node, InputObjectType type, Action<string, SyntaxNode> report)
    {
        if (node is not ObjectValueNode o)
        {
            report($"{Shown(node)} is given where an object of type {type.Name} is expected.", node);
            return;
        }

        foreach (var field in type.Fields)
        {
            // of a field given twice the last counts; another rule refuses that anyway
            var given = o.Fields.LastOrDefault(f => f.Name.Value == field.Name);
            if (given is not null)
            {
                Run(given.Value, field.Type, report);
            }
            else if (field.IsRequired)
            {
                report($"The field \"{field.Name}\" of {type.Name} is required.", node);
            }
        }

        var known = o.Fields.Where(f => type.Fields[f.Name.Value] is not null).ToList();
        foreach (var unknown in o.Fields.Except(known))
        {
            report($"{type.Name} has no field \"{unknown.Name.Value}\".", unknown);
        }

        if (type.IsOneOf && (known.Count != 1 || known[0].Value is NullValueNode))
        {
            report($"Exactly one field of {type.Name} is to be given, and not null.", node);
        }
    }

    private static void Scalar(ValueNode node, ScalarType type, Action<string, SyntaxNode> report)
    {
        // what holds variables can only be read once they are known
        if (HoldsVariable(node))
        {
            return;
        }

        try
        {
            type.Codec.ParseLiteral(node);
        }
        catch (Exception unfit) when (unfit is not OperationCanceledException)
        {
            report($"{Shown(node)} is no value of {type.Name}.{(unfit is FormatException ? " " + unfit.Message : "")}", node);
        }
    }

    private static bool HoldsVariable(ValueNode node) => node switch
    {
        VariableNode => true,
        ListValueNode list => list.Values.Any(HoldsVariable),
        ObjectValueNode o => o.Fields.Any(f => HoldsVariable(f.Value)),
        _ => false,
    };

    private static string Shown(ValueNode node)
    {
        var text = Printer.Print(node);
        return text.Length <= 80 ? text : text[..80] + "…";
    }
}
