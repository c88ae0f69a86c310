using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.5.1.3 Fragments on object, interface or union types.</summary>
internal sealed class FragmentsOnCompositeTypes : ValidationRule
{
    public override void Fragment(FragmentDefinitionNode node) => Check(node.TypeCondition);

    public override void InlineFragment(InlineFragmentNode node)
    {
        if (node.TypeCondition is { } condition)
        {
            Check(condition);
        }
    }

    private void Check(NamedTypeNode condition)
    {
        if (Context.Schema[condition.Name.Value] is { IsComposite: false } type)
        {
            Report($"A fragment cannot be on {type}, which has no fields.", condition);
        }
    }
}
