using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Execution;

/// <summary>Which variables decide about @skip and @include in an operation (3.13.1, 3.13.2).</summary>
internal static class ConditionVariables
{
    public static IEnumerable<string> Of(PreparedOperation operation)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        Visit(operation.Node.SelectionSet);
        return names;

        void Visit(SelectionSetNode? set)
        {
            foreach (var selection in set?.Selections ?? [])
            {
                foreach (var directive in selection.Directives.Where(d => d.Name.Value is "skip" or "include"))
                {
                    if (directive.Argument("if") is VariableNode variable)
                    {
                        names.Add(variable.Name.Value);
                    }
                }

                switch (selection)
                {
                    case FieldNode field:
                        Visit(field.SelectionSet);
                        break;
                    case InlineFragmentNode inline:
                        Visit(inline.SelectionSet);
                        break;
                    case FragmentSpreadNode spread when visited.Add(spread.Name.Value):
                        Visit(operation.Fragments[spread.Name.Value].SelectionSet);
                        break;
                }
            }
        }
    }
}
