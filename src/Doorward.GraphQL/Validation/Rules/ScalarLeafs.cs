using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.3.3 Leaf field selections: leaves have no selections, everything else has.</summary>
internal sealed class ScalarLeafs : ValidationRule
{
    public override void Field(FieldNode node)
    {
        if (Context.Type is not { } type)
        {
            return;
        }

        if (type.Named.IsLeaf && node.SelectionSet is { } selections)
        {
            Report($"\"{node.Name.Value}\" is {type} and so has nothing to select.", selections);
        }
        else if (!type.Named.IsLeaf && node.SelectionSet is null)
        {
            Report($"\"{node.Name.Value}\" is {type}: say what to select of it, as in \"{node.Name.Value} {{ … }}\".", node);
        }
    }
}
