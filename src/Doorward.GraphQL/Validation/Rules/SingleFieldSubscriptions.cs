using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.2.4.1 Single root field: a subscription has one root field, no introspection, no @skip or @include on it.</summary>
internal sealed class SingleFieldSubscriptions : ValidationRule
{
    public override void Operation(OperationDefinitionNode node)
    {
        if (node.Kind != OperationKind.Subscription || Context.Schema.Subscription is not { } type)
        {
            return;
        }

        var fields = new List<(string Key, List<FieldNode> Nodes)>();
        var conditions = new List<SyntaxNode>();
        Collect(node.SelectionSet, type, fields, conditions, new HashSet<string>(StringComparer.Ordinal));
        if (conditions.Count > 0)
        {
            Report("The root field of a subscription must not depend on @skip or @include.", [.. conditions]);
            return;
        }

        if (fields.Count == 0)
        {
            Report("A subscription needs a root field.", node.SelectionSet);
        }
        else if (fields.Count > 1)
        {
            Report("A subscription has one root field only.", [.. fields.Skip(1).SelectMany(f => f.Nodes)]);
        }

        foreach (var (_, nodes) in fields.Where(f => f.Nodes[0].Name.Value.StartsWith("__", StringComparison.Ordinal)))
        {
            Report("The root field of a subscription must not be one of introspection.", [.. nodes]);
        }
    }

    private void Collect(
        SelectionSetNode set, ObjectType type, List<(string Key, List<FieldNode> Nodes)> fields, List<SyntaxNode> conditions, HashSet<string> visited)
    {
        foreach (var selection in set.Selections)
        {
            conditions.AddRange(selection.Directives.Where(d => d.Name.Value is "skip" or "include").DistinctBy(d => d.Name.Value));
            switch (selection)
            {
                case FieldNode field:
                    var group = fields.Find(f => f.Key == field.ResponseName);
                    if (group.Nodes is null)
                    {
                        fields.Add((field.ResponseName, [field]));
                    }
                    else
                    {
                        group.Nodes.Add(field);
                    }

                    break;
                case InlineFragmentNode inline when Applies(inline.TypeCondition, type):
                    Collect(inline.SelectionSet, type, fields, conditions, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value)
                    && Context.Fragments.TryGetValue(spread.Name.Value, out var fragment) && Applies(fragment.TypeCondition, type):
                    Collect(fragment.SelectionSet, type, fields, conditions, visited);
                    break;
            }
        }
    }

    private bool Applies(NamedTypeNode? condition, ObjectType type) =>
        condition is null || (Context.Schema[condition.Name.Value] is { } named && GraphSchema.IsSubtype(type, named));
}
