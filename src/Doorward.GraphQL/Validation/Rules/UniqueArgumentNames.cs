using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.4.2 Argument uniqueness.</summary>
internal sealed class UniqueArgumentNames : ValidationRule
{
    public override void Arguments(SyntaxNode owner, string ownerName, IReadOnlyList<ArgumentNode> nodes, NamedList<InputValue>? definitions)
    {
        if (nodes.Count < 2)
        {
            return;
        }

        foreach (var group in nodes.GroupBy(n => n.Name.Value, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            Report($"The argument \"{group.Key}\" is given more than once.", [.. group.Select(n => n.Name)]);
        }
    }
}
