using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.7.3 Directives are unique per location, unless repeatable.</summary>
internal sealed class UniqueDirectivesPerLocation : ValidationRule
{
    public override void Directives(IReadOnlyList<DirectiveNode> nodes)
    {
        if (nodes.Count < 2)
        {
            return;
        }

        var seen = new Dictionary<string, DirectiveNode>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            if (Context.Schema.Directives[node.Name.Value] is { IsRepeatable: false } && !seen.TryAdd(node.Name.Value, node))
            {
                Report($"\"@{node.Name.Value}\" may stand only once at one place.", seen[node.Name.Value], node);
            }
        }
    }
}
