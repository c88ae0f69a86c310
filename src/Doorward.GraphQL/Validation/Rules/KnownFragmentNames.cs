using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.5.2.1 Fragment spread target defined.</summary>
internal sealed class KnownFragmentNames : ValidationRule
{
    public override void Spread(FragmentSpreadNode node)
    {
        if (!Context.Fragments.ContainsKey(node.Name.Value))
        {
            Report($"There is no fragment \"{node.Name.Value}\".", node.Name);
        }
    }
}
