using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.8.4 All variables used.</summary>
internal sealed class NoUnusedVariables : ValidationRule
{
    public override void LeaveDocument(DocumentNode node)
    {
        foreach (var operation in node.Definitions.OfType<OperationDefinitionNode>().Where(o => o.Variables.Count > 0))
        {
            var used = Context.AllUses(operation).Select(u => u.Node.Name.Value).ToHashSet(StringComparer.Ordinal);
            foreach (var variable in operation.Variables.Where(v => !used.Contains(v.Variable.Name.Value)))
            {
                Report($"The variable \"${variable.Variable.Name.Value}\" is never used.", variable);
            }
        }
    }
}
