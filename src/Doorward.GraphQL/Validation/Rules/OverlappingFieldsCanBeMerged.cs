using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>
/// 5.3.2 Field selection merging: fields of one response name fetch the same thing and have types that can be merged.
/// Compares pairs of fields and of fragments, each pair once, within a budget that bounds hostile documents.
/// </summary>
internal sealed partial class OverlappingFieldsCanBeMerged : ValidationRule
{
    private const int Budget = 500_000;

    private readonly Dictionary<SelectionSetNode, Dictionary<object, Collected>> collected = [];
    private readonly PairSet<Collected, FragmentDefinitionNode> fieldsWithFragment = new();
    private readonly PairSet<FragmentDefinitionNode, FragmentDefinitionNode> fragments = new();
    private int spent;

    public override void SelectionSet(SelectionSetNode node, SyntaxNode parent)
    {
        if (parent is InlineFragmentNode || spent > Budget)
        {
            return;
        }

        foreach (var conflict in Within(Collect(Context.ParentType, node)))
        {
            Report($"\"{conflict.Name}\" is asked for twice, but {conflict.Reason}. Give one of them an alias.",
                [.. conflict.First, .. conflict.Second]);
        }

        if (spent > Budget)
        {
            Report("The document selects one name too often to be compared.", node);
        }
    }

    private List<Conflict> Within(Collected set)
    {
        var conflicts = new List<Conflict>();
        foreach (var (name, fields) in set.Fields)
        {
            for (var i = 0; i < fields.Count; i++)
            {
                for (var j = i + 1; j < fields.Count && spent <= Budget && conflicts.Count <= Context.MaxErrors; j++)
                {
                    Compare(conflicts, false, name, fields[i], fields[j]);
                }
            }
        }

        for (var i = 0; i < set.Spreads.Count; i++)
        {
            FieldsAndFragment(conflicts, false, set, set.Spreads[i]);
            for (var j = i + 1; j < set.Spreads.Count; j++)
            {
                Fragments(conflicts, false, set.Spreads[i], set.Spreads[j]);
            }
        }

        return conflicts;
    }

    private void FieldsAndFragment(List<Conflict> conflicts, bool exclusive, Collected set, FragmentDefinitionNode fragment)
    {
        if (++spent > Budget || set.Fields.Count == 0 || !fieldsWithFragment.Add(set, fragment, exclusive))
        {
            return;
        }

        var other = Collect(fragment);
        if (ReferenceEquals(set, other))
        {
            return;
        }

        Between(conflicts, exclusive, set, other);
        foreach (var further in other.Spreads)
        {
            FieldsAndFragment(conflicts, exclusive, set, further);
        }
    }

    private void Fragments(List<Conflict> conflicts, bool exclusive, FragmentDefinitionNode a, FragmentDefinitionNode b)
    {
        if (++spent > Budget || ReferenceEquals(a, b) || fragments.Has(b, a, exclusive) || !fragments.Add(a, b, exclusive))
        {
            return;
        }

        var (first, second) = (Collect(a), Collect(b));
        Between(conflicts, exclusive, first, second);
        foreach (var further in second.Spreads)
        {
            Fragments(conflicts, exclusive, a, further);
        }

        foreach (var further in first.Spreads)
        {
            Fragments(conflicts, exclusive, further, b);
        }
    }

    private void Between(List<Conflict> conflicts, bool exclusive, Collected a, Collected b)
    {
        foreach (var (name, fields) in a.Fields)
        {
            spent++;
            if (!b.ByName.TryGetValue(name, out var others))
            {
                continue;
            }

            foreach (var first in fields)
            {
                foreach (var second in others)
                {
                    if (spent <= Budget && conflicts.Count <= Context.MaxErrors)
                    {
                        Compare(conflicts, exclusive, name, first, second);
                    }
                }
            }
        }
    }

    private void Compare(List<Conflict> conflicts, bool parentsExclusive, string name, Selected a, Selected b)
    {
        spent += 2;
        // objects of two different types are never one object, so there the fields may differ
        var exclusive = parentsExclusive || (!ReferenceEquals(a.Parent, b.Parent) && a.Parent is ObjectType && b.Parent is ObjectType);
        var reason = exclusive ? null
            : a.Node.Name.Value != b.Node.Name.Value ? $"\"{a.Node.Name.Value}\" and \"{b.Node.Name.Value}\" are different fields"
            : !SameArguments(a.Node, b.Node) ? "with different arguments"
            : null;
        reason ??= a.Definition is not null && b.Definition is not null && TypesConflict(a.Definition.Type, b.Definition.Type)
            ? $"once as {a.Definition.Type} and once as {b.Definition.Type}" : null;
        if (reason is not null)
        {
            conflicts.Add(new Conflict(name, reason, [a.Node], [b.Node]));
        }
        else if (a.Node.SelectionSet is { } first && b.Node.SelectionSet is { } second)
        {
            var nested = Nested(exclusive, Collect(a.Definition?.Type.Named, first), Collect(b.Definition?.Type.Named, second));
            if (nested.Count > 0)
            {
                conflicts.Add(Conflict.Around(name, a.Node, b.Node, nested));
            }
        }
    }

    private List<Conflict> Nested(bool exclusive, Collected a, Collected b)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var conflicts = new List<Conflict>();
        Between(conflicts, exclusive, a, b);
        foreach (var fragment in b.Spreads)
        {
            FieldsAndFragment(conflicts, exclusive, a, fragment);
        }

        foreach (var fragment in a.Spreads)
        {
            FieldsAndFragment(conflicts, exclusive, b, fragment);
        }

        foreach (var first in a.Spreads)
        {
            foreach (var second in b.Spreads)
            {
                Fragments(conflicts, exclusive, first, second);
            }
        }

        return conflicts;
    }
}
