using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.5.1.4 Fragments must be used.</summary>
internal sealed class NoUnusedFragments : ValidationRule
{
    public override void LeaveDocument(DocumentNode node)
    {
        var used = node.Definitions.OfType<OperationDefinitionNode>().SelectMany(Context.Reachable)
            .Select(f => f.Name.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var fragment in node.Definitions.OfType<FragmentDefinitionNode>().Where(f => !used.Contains(f.Name.Value)))
        {
            Report($"The fragment \"{fragment.Name.Value}\" is never used.", fragment);
        }
    }
}
