using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.8.1 Variable uniqueness.</summary>
internal sealed class UniqueVariableNames : ValidationRule
{
    public override void Operation(OperationDefinitionNode node)
    {
        foreach (var group in node.Variables.GroupBy(v => v.Variable.Name.Value, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            Report($"The variable \"${group.Key}\" is declared more than once.", [.. group.Select(v => v.Variable.Name)]);
        }
    }
}
