using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL;

/// <summary>An operation that is in order and about to run, as <see cref="GraphOptions.Admit"/> sees it.</summary>
public sealed class AskedOperation
{
    private readonly PreparedOperation operation;
    private readonly VariableValues variables;

    internal AskedOperation(PreparedOperation operation, VariableValues variables) => (this.operation, this.variables) = (operation, variables);

    /// <summary>Query, mutation or subscription.</summary>
    public OperationKind Kind => operation.Node.Kind;

    /// <summary>The fields of the root type that will be resolved; those left out by @skip and @include are not among them.</summary>
    public IEnumerable<AskedField> Fields => operation.Plan(variables).Root.Fields.Select(one => new AskedField(one, variables));
}

/// <summary>A field that is asked for.</summary>
public readonly record struct AskedField
{
    private readonly FieldPlan plan;
    private readonly VariableValues variables;

    internal AskedField(FieldPlan plan, VariableValues variables) => (this.plan, this.variables) = (plan, variables);

    /// <summary>What the schema says of it.</summary>
    public FieldDefinition Definition => plan.Definition;

    /// <summary>The arguments that have a value; one that is null, or a variable without value, has none.</summary>
    public IEnumerable<InputValue> Given
    {
        get
        {
            var (given, values, definition) = (plan.Nodes[0].Arguments, variables, plan.Definition);
            return given.Where(argument => Has(argument.Value, values)).Select(argument => definition.Arguments[argument.Name.Value]!);
        }
    }

    /// <summary>Whether of what the field gives nothing is selected but fields of these names. An interface or union is not looked into: false.</summary>
    public bool SelectsOnly(params ReadOnlySpan<string> names)
    {
        if (plan.Definition.Type.Named is not ObjectType type)
        {
            return false;
        }

        foreach (var selected in plan.Selections(type).Fields)
        {
            if (!names.Contains(selected.Definition.Name))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Has(ValueNode value, VariableValues variables) => value switch
    {
        NullValueNode => false,
        VariableNode variable => variables.Get(variable.Name.Value) is not (Null or NotGiven),
        _ => true,
    };
}
