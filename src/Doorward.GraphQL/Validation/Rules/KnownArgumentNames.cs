using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.4.1 Argument names: the argument exists on the field or directive.</summary>
internal sealed class KnownArgumentNames : ValidationRule
{
    public override void Arguments(SyntaxNode owner, string ownerName, IReadOnlyList<ArgumentNode> nodes, NamedList<InputValue>? definitions)
    {
        foreach (var node in nodes)
        {
            if (definitions is not null && definitions[node.Name.Value] is null)
            {
                var near = Nearest.To(node.Name.Value, definitions.Select(d => d.Name));
                Report($"\"{ownerName}\" has no argument \"{node.Name.Value}\".{near}", node);
            }
        }
    }
}
