using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.2.1 Operation type existence: the schema has a root type for the operation.</summary>
internal sealed class KnownOperationTypes : ValidationRule
{
    public override void Operation(OperationDefinitionNode node)
    {
        if (Context.Schema.Root(node.Kind) is null)
        {
            Report($"The schema has no {node.Kind.ToString().ToLowerInvariant()} operations.", node);
        }
    }
}
