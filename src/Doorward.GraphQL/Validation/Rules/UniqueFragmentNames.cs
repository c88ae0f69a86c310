using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.5.1.1 Fragment name uniqueness.</summary>
internal sealed class UniqueFragmentNames : ValidationRule
{
    private readonly Dictionary<string, NameNode> seen = new(StringComparer.Ordinal);

    public override void Fragment(FragmentDefinitionNode node)
    {
        if (!seen.TryAdd(node.Name.Value, node.Name))
        {
            Report($"There is more than one fragment named \"{node.Name.Value}\".", seen[node.Name.Value], node.Name);
        }
    }
}
