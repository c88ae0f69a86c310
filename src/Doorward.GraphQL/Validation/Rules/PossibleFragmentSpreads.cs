using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.5.2.3 Fragment spread is possible: some object could be of both types.</summary>
internal sealed class PossibleFragmentSpreads : ValidationRule
{
    public override void InlineFragment(InlineFragmentNode node)
    {
        if (Context.Type is NamedType { IsComposite: true } type)
        {
            Check(type, node);
        }
    }

    public override void Spread(FragmentSpreadNode node)
    {
        if (Context.Fragments.TryGetValue(node.Name.Value, out var fragment)
            && Context.Schema[fragment.TypeCondition.Name.Value] is { IsComposite: true } type)
        {
            Check(type, node);
        }
    }

    private void Check(NamedType type, SyntaxNode node)
    {
        if (Context.ParentType is { } parent && !Context.Schema.Overlap(type, parent))
        {
            Report($"An object of type {parent} is never of type {type}, so this selects nothing.", node);
        }
    }
}
