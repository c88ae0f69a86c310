using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.8.3 All variable uses defined.</summary>
internal sealed class NoUndefinedVariables : ValidationRule
{
    public override void LeaveDocument(DocumentNode node)
    {
        foreach (var operation in node.Definitions.OfType<OperationDefinitionNode>())
        {
            var declared = operation.Variables.Select(v => v.Variable.Name.Value).ToHashSet(StringComparer.Ordinal);
            foreach (var use in Context.AllUses(operation).Where(u => !declared.Contains(u.Node.Name.Value)))
            {
                Report($"The variable \"${use.Node.Name.Value}\" is not declared.", use.Node, operation);
            }
        }
    }
}
