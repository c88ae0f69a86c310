using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.2.3.1 Lone anonymous operation: without a name only when it is the only one.</summary>
internal sealed class LoneAnonymousOperation : ValidationRule
{
    private int operations;

    public override void Document(DocumentNode node) => operations = node.Definitions.OfType<OperationDefinitionNode>().Count();

    public override void Operation(OperationDefinitionNode node)
    {
        if (node.Name is null && operations > 1)
        {
            Report("An operation without a name must be the only one of its document.", node);
        }
    }
}
