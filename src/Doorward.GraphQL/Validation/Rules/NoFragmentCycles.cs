using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.5.2.2 Fragment spreads must not form cycles.</summary>
internal sealed class NoFragmentCycles : ValidationRule
{
    private readonly HashSet<string> visited = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> depths = new(StringComparer.Ordinal);
    private readonly List<FragmentSpreadNode> path = [];

    public override void LeaveDocument(DocumentNode node)
    {
        foreach (var fragment in node.Definitions.OfType<FragmentDefinitionNode>())
        {
            Visit(fragment);
        }
    }

    // Depth first; the spreads between two visits of one fragment are the cycle.
    private void Visit(FragmentDefinitionNode fragment)
    {
        if (!visited.Add(fragment.Name.Value))
        {
            return;
        }

        depths[fragment.Name.Value] = path.Count;
        foreach (var spread in Context.Spreads(fragment))
        {
            path.Add(spread);
            if (depths.TryGetValue(spread.Name.Value, out var start))
            {
                Report($"The fragment \"{spread.Name.Value}\" spreads itself.", [.. path.Skip(start)]);
            }
            else if (Context.Fragments.TryGetValue(spread.Name.Value, out var next))
            {
                System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
                Visit(next);
            }

            path.RemoveAt(path.Count - 1);
        }

        depths.Remove(fragment.Name.Value);
    }
}
