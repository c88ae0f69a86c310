using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

internal sealed partial class OverlappingFieldsCanBeMerged
{
    // Stands for an unknown parent type in the cache, which cannot hold null keys.
    private static readonly object Unknown = new();

    private Collected Collect(FragmentDefinitionNode fragment) =>
        Collect(Context.Schema[fragment.TypeCondition.Name.Value], fragment.SelectionSet);

    private Collected Collect(NamedType? parent, SelectionSetNode set)
    {
        if (!collected.TryGetValue(set, out var byParent))
        {
            collected[set] = byParent = [];
        }

        if (!byParent.TryGetValue(parent ?? Unknown, out var found))
        {
            byParent[parent ?? Unknown] = found = new Collected();
            Collect(parent, set, found);
        }

        return found;
    }

    private void Collect(NamedType? parent, SelectionSetNode set, Collected into)
    {
        foreach (var selection in set.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    into.Add(new Selected(parent, field, (parent as FieldsType)?.Fields[field.Name.Value]));
                    break;
                case FragmentSpreadNode spread when Context.Fragments.TryGetValue(spread.Name.Value, out var fragment):
                    if (!into.Spreads.Contains(fragment))
                    {
                        into.Spreads.Add(fragment);
                    }

                    break;
                case InlineFragmentNode inline:
                    Collect(inline.TypeCondition is { } condition ? Context.Schema[condition.Name.Value] : parent, inline.SelectionSet, into);
                    break;
            }
        }
    }

    private bool SameArguments(FieldNode a, FieldNode b)
    {
        if (a.Arguments.Count != b.Arguments.Count)
        {
            return false;
        }

        spent += a.Arguments.Count;
        return a.Arguments.All(x => b.Arguments.LastOrDefault(y => y.Name.Value == x.Name.Value) is { } y && SameValue(x.Value, y.Value));
    }

    // The order of an input object's fields does not matter.
    private static bool SameValue(ValueNode a, ValueNode b) => (a, b) switch
    {
        (ObjectValueNode x, ObjectValueNode y) => x.Fields.Count == y.Fields.Count && x.Fields.All(f =>
            y.Fields.FirstOrDefault(g => g.Name.Value == f.Name.Value) is { } g && SameValue(f.Value, g.Value)),
        (ListValueNode x, ListValueNode y) => x.Values.Count == y.Values.Count && x.Values.Zip(y.Values).All(p => SameValue(p.First, p.Second)),
        _ => a.GetType() == b.GetType() && Printer.Print(a) == Printer.Print(b),
    };

    // SameResponseShape, as far as one pair of types goes.
    private static bool TypesConflict(GraphType a, GraphType b) => (a, b) switch
    {
        _ when ReferenceEquals(a, b) => false,
        (ListType x, ListType y) => TypesConflict(x.ItemType, y.ItemType),
        (ListType, _) or (_, ListType) => true,
        (NonNullType x, NonNullType y) => TypesConflict(x.Type, y.Type),
        (NonNullType, _) or (_, NonNullType) => true,
        _ => a.IsLeaf || b.IsLeaf,
    };

    private sealed record Selected(NamedType? Parent, FieldNode Node, FieldDefinition? Definition);

    /// <summary>The fields of a selection set by response name, and the fragments it spreads.</summary>
    private sealed class Collected
    {
        public List<(string Name, List<Selected> List)> Fields { get; } = [];

        public Dictionary<string, List<Selected>> ByName { get; } = new(StringComparer.Ordinal);

        public List<FragmentDefinitionNode> Spreads { get; } = [];

        public void Add(Selected field)
        {
            var name = field.Node.ResponseName;
            if (!ByName.TryGetValue(name, out var list))
            {
                ByName[name] = list = [];
                Fields.Add((name, list));
            }

            list.Add(field);
        }
    }

    private sealed record Conflict(string Name, string Reason, IReadOnlyList<SyntaxNode> First, IReadOnlyList<SyntaxNode> Second)
    {
        private const int MaxNodes = 20;

        public static Conflict Around(string name, FieldNode a, FieldNode b, List<Conflict> nested) => new(
            name, $"within it \"{nested[0].Name}\" too: {nested[0].Reason}",
            Places(a, nested.Select(c => c.First)), Places(b, nested.Select(c => c.Second)));

        // Of too many places the innermost are kept: they are where the difference is.
        private static List<SyntaxNode> Places(FieldNode outer, IEnumerable<IReadOnlyList<SyntaxNode>> nested)
        {
            var places = new List<SyntaxNode> { outer };
            foreach (var inner in nested)
            {
                places.AddRange(inner.Skip(Math.Max(0, inner.Count - (MaxNodes - places.Count))));
            }

            return places;
        }
    }

    /// <summary>Pairs already compared. Having compared them strictly covers comparing them as exclusive, not the reverse.</summary>
    private sealed class PairSet<TFirst, TSecond>
        where TFirst : class
        where TSecond : class
    {
        private readonly Dictionary<(TFirst, TSecond), bool> pairs = [];

        public bool Has(TFirst first, TSecond second, bool exclusive) =>
            pairs.TryGetValue((first, second), out var before) && (exclusive || !before);

        public bool Add(TFirst first, TSecond second, bool exclusive)
        {
            if (Has(first, second, exclusive))
            {
                return false;
            }

            pairs[(first, second)] = exclusive;
            return true;
        }
    }
}
