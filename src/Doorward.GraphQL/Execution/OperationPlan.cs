using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Execution;

/// <summary>An operation with its conditions decided: what to resolve, in which order, under which keys (6.3).</summary>
internal sealed class OperationPlan
{
    private readonly VariableValues conditions;
    private int slots;

    public OperationPlan(PreparedOperation operation, VariableValues conditions)
    {
        Operation = operation;
        this.conditions = conditions;
        RootType = operation.Schema.Root(operation.Node.Kind)!;
        Root = Collect(RootType, [operation.Node.SelectionSet]);
    }

    public PreparedOperation Operation { get; }

    public ObjectType RootType { get; }

    public SelectionPlan Root { get; }

    /// <summary>How many fields of the plan have arguments that depend on variables.</summary>
    public int Slots => Volatile.Read(ref slots);

    public int NewSlot() => Interlocked.Increment(ref slots) - 1;

    /// <summary>CollectFields and CollectSubfields (6.3.2, 6.4.3) for one object type.</summary>
    public SelectionPlan Collect(ObjectType type, IEnumerable<SelectionSetNode> sets)
    {
        var groups = new List<(string Key, List<FieldNode> Nodes)>();
        var byKey = new Dictionary<string, List<FieldNode>>(StringComparer.Ordinal);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var set in sets)
        {
            Visit(set);
        }

        return new SelectionPlan(type, [.. groups.Select((g, i) => new FieldPlan(this, type, g.Key, [.. g.Nodes], i == 0))]);

        void Visit(SelectionSetNode set)
        {
            foreach (var selection in set.Selections.Where(IsIncluded))
            {
                switch (selection)
                {
                    case FieldNode field:
                        if (!byKey.TryGetValue(field.ResponseName, out var nodes))
                        {
                            byKey[field.ResponseName] = nodes = [];
                            groups.Add((field.ResponseName, nodes));
                        }

                        nodes.Add(field);
                        break;
                    case InlineFragmentNode inline when Applies(inline.TypeCondition, type):
                        Visit(inline.SelectionSet);
                        break;
                    case FragmentSpreadNode spread when visited.Add(spread.Name.Value):
                        var fragment = Operation.Fragments[spread.Name.Value];
                        if (Applies(fragment.TypeCondition, type))
                        {
                            Visit(fragment.SelectionSet);
                        }

                        break;
                }
            }
        }
    }

    private bool IsIncluded(SelectionNode selection)
    {
        foreach (var directive in selection.Directives)
        {
            if ((directive.Name.Value == "skip" && IsTrue(directive)) || (directive.Name.Value == "include" && !IsTrue(directive)))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsTrue(DirectiveNode directive) => directive.Argument("if") switch
    {
        BooleanValueNode b => b.Value,
        VariableNode v => conditions.IsTrue(v.Name.Value),
        _ => false,
    };

    private bool Applies(NamedTypeNode? condition, ObjectType type) =>
        condition is null || condition.Name.Value == type.Name
        || GraphSchema.IsPossible(Operation.Schema[condition.Name.Value]!, type);
}
