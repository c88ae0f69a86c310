using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.8.5 All variable usages are allowed: the variable's type fits every place it is used in.</summary>
internal sealed class VariablesInAllowedPosition : ValidationRule
{
    public override void LeaveDocument(DocumentNode node)
    {
        foreach (var operation in node.Definitions.OfType<OperationDefinitionNode>().Where(o => o.Variables.Count > 0))
        {
            var declared = new Dictionary<string, VariableDefinitionNode>(StringComparer.Ordinal);
            foreach (var variable in operation.Variables)
            {
                declared[variable.Variable.Name.Value] = variable;
            }

            foreach (var use in Context.AllUses(operation))
            {
                if (declared.TryGetValue(use.Node.Name.Value, out var definition) && use.Type is not null
                    && Context.Schema.Resolve(definition.Type) is { } type)
                {
                    Check(use, definition, type);
                }
            }
        }
    }

    private void Check(VariableUse use, VariableDefinitionNode definition, GraphType type)
    {
        if (!IsAllowed(use, definition, type))
        {
            Report($"The variable \"${use.Node.Name.Value}\" is {type}, but {use.Type} is expected here.", definition, use.Node);
        }
        else if (use.Parent is { IsOneOf: true } && type is not NonNullType)
        {
            Report($"The variable \"${use.Node.Name.Value}\" is {type}; the one field of {use.Parent} needs a type without null.", definition, use.Node);
        }
    }

    // A nullable variable may stand where null is not allowed when a default is there to replace it.
    private static bool IsAllowed(VariableUse use, VariableDefinitionNode definition, GraphType type)
    {
        if (use.Type is NonNullType expected && type is not NonNullType)
        {
            var hasDefault = definition.DefaultValue is not (null or NullValueNode) || use.HasDefault;
            return hasDefault && GraphSchema.IsSubtype(type, expected.Type);
        }

        return GraphSchema.IsSubtype(type, use.Type!);
    }
}
