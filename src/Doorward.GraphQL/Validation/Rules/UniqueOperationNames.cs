using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.2.2.1 Operation name uniqueness.</summary>
internal sealed class UniqueOperationNames : ValidationRule
{
    private readonly Dictionary<string, NameNode> seen = new(StringComparer.Ordinal);

    public override void Operation(OperationDefinitionNode node)
    {
        if (node.Name is { } name && !seen.TryAdd(name.Value, name))
        {
            Report($"There is more than one operation named \"{name.Value}\".", seen[name.Value], name);
        }
    }
}
