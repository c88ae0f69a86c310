using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.5.1.2 and 5.8.2: the types named by fragments and variables exist.</summary>
internal sealed class KnownTypeNames : ValidationRule
{
    public override void NamedType(NamedTypeNode node)
    {
        if (Context.Schema[node.Name.Value] is null)
        {
            var near = Nearest.To(node.Name.Value, Context.Schema.Types.Select(t => t.Name));
            Report($"There is no type \"{node.Name.Value}\".{near}", node);
        }
    }
}
