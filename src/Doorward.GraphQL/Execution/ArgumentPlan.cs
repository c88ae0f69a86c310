using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Execution;

/// <summary>
/// The arguments of a field (6.4.1). Without variables they are coerced once for all requests, otherwise once a request,
/// however many parents the field has.
/// </summary>
internal sealed class ArgumentPlan
{
    private readonly FieldPlan field;
    private readonly int slot = -1;
    private object?[]? constant;

    public ArgumentPlan(FieldPlan field, OperationPlan plan)
    {
        this.field = field;
        if (field.Binding.Arguments.Length == 0)
        {
            constant = [];
        }
        else if (field.Nodes[0].Arguments.Any(a => HasVariable(a.Value)))
        {
            slot = plan.NewSlot();
        }
    }

    /// <summary>The values in the order of the binding's arguments.</summary>
    /// <exception cref="ArgumentException">A value does not fit.</exception>
    public object?[] Values(OperationRun run)
    {
        if (slot < 0)
        {
            return constant ??= Coerce(null);
        }

        return run.ArgumentsAt(slot) ??= Coerce(run.Variables);
    }

    private object?[] Coerce(VariableValues? variables)
    {
        var arguments = field.Binding.Arguments;
        var values = new object?[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Coerce(arguments[i], variables);
        }

        return values;
    }

    private object? Coerce(ArgumentBinding argument, VariableValues? variables)
    {
        var definition = argument.Definition;
        var node = field.Nodes[0].Arguments.FirstOrDefault(a => a.Name.Value == definition.Name);
        try
        {
            var value = node is null ? NotGiven.Value : LiteralCoercion.Coerce(node.Value, definition.Type, variables);
            if (value is NotGiven)
            {
                value = definition.DefaultLiteral is not null ? definition.DefaultValue
                    : definition.IsRequired ? throw new FormatException($"a value of type {definition.Type} is required.")
                    : value;
            }

            return argument.Convert(value);
        }
        catch (Exception unfit) when (unfit is FormatException or OverflowException or ArgumentException or InvalidCastException)
        {
            var why = unfit is FormatException ? unfit.Message : $"it is no {definition.Type}.";
            throw new ArgumentFault(
                $"The argument \"{definition.Name}\" of \"{field.Definition.Coordinate}\" does not fit: {why}",
                field.Document.LocationOf((unfit as NullVariableException)?.Variable ?? (SyntaxNode?)node?.Value ?? field.Nodes[0]));
        }
    }

    private static bool HasVariable(ValueNode value) => value switch
    {
        VariableNode => true,
        ListValueNode list => list.Values.Any(HasVariable),
        ObjectValueNode o => o.Fields.Any(f => HasVariable(f.Value)),
        _ => false,
    };
}

/// <summary>An argument that does not fit, found while executing: the field fails with this message.</summary>
internal sealed class ArgumentFault(string message, SourceLocation location) : Exception(message)
{
    public SourceLocation Location { get; } = location;
}
