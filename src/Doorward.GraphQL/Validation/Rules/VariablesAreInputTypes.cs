using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.8.2 Variables are input types.</summary>
internal sealed class VariablesAreInputTypes : ValidationRule
{
    public override void Variable(VariableDefinitionNode node)
    {
        if (Context.Schema.Resolve(node.Type) is { IsInput: false } type)
        {
            Report($"The variable \"${node.Variable.Name.Value}\" cannot have the type {type}, which is for output only.", node.Type);
        }
    }
}
