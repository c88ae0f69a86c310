using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Limits;

/// <summary>Depth and number of fields with fragments spread out; each fragment is measured once.</summary>
internal sealed class DocumentMeasure(DocumentNode document)
{
    private const long Enough = int.MaxValue;

    private readonly Dictionary<string, FragmentDefinitionNode> fragments =
        document.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(f => f.Name.Value, StringComparer.Ordinal);

    private readonly Dictionary<string, (int Depth, long Fields)> measured = new(StringComparer.Ordinal);

    /// <summary>A __schema or __type field, wherever it stands.</summary>
    public FieldNode? Introspection { get; private set; }

    public (int Depth, long Fields) Of(SelectionSetNode set)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var (depth, fields) = (0, 0L);
        foreach (var selection in set.Selections)
        {
            var inner = selection switch
            {
                FieldNode field => Of(field),
                InlineFragmentNode inline => Of(inline.SelectionSet),
                FragmentSpreadNode spread => Of(spread.Name.Value),
                _ => default,
            };
            depth = Math.Max(depth, inner.Depth);
            fields = Math.Min(Enough, fields + inner.Fields);
        }

        return (depth, fields);
    }

    private (int Depth, long Fields) Of(FieldNode field)
    {
        if (field.Name.Value is "__schema" or "__type")
        {
            Introspection ??= field;
        }

        var (depth, fields) = field.SelectionSet is { } nested ? Of(nested) : (0, 0L);
        return (depth + 1, fields + 1);
    }

    private (int Depth, long Fields) Of(string fragment)
    {
        if (!measured.TryGetValue(fragment, out var known))
        {
            measured[fragment] = known = Of(fragments[fragment].SelectionSet);
        }

        return known;
    }
}
