using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Limits;

/// <summary>Depth and number of fields with fragments spread out; each fragment is measured once.</summary>
internal sealed class DocumentMeasure(DocumentNode document)
{
    private const long Enough = int.MaxValue;

    private readonly Dictionary<string, FragmentDefinitionNode> fragments =
        document.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(f => f.Name.Value, StringComparer.Ordinal);

    private readonly Dictionary<string, (int Depth, long Fields, int Circles)> measured = new(StringComparer.Ordinal);

    /// <summary>A __schema or __type field, wherever it stands.</summary>
    public FieldNode? Introspection { get; private set; }

    /// <summary>How deep lists nest in introspection: each level multiplies with the size of the schema.</summary>
    public int IntrospectionDepth { get; private set; }

    public (int Depth, long Fields, int Circles) Of(SelectionSetNode set)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var (depth, fields, circles) = (0, 0L, 0);
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
            circles = Math.Max(circles, inner.Circles);
        }

        return (depth, fields, circles);
    }

    private (int Depth, long Fields, int Circles) Of(FieldNode field)
    {
        var (depth, fields, circles) = field.SelectionSet is { } nested ? Of(nested) : default;
        if (field.Name.Value is "__schema" or "__type")
        {
            Introspection ??= field;
            IntrospectionDepth = Math.Max(IntrospectionDepth, circles);
        }

        var isCircle = field.SelectionSet is not null && field.Name.Value is "fields" or "inputFields" or "interfaces" or "possibleTypes";
        return (depth + 1, fields + 1, isCircle ? circles + 1 : circles);
    }

    private (int Depth, long Fields, int Circles) Of(string fragment)
    {
        if (!measured.TryGetValue(fragment, out var known))
        {
            measured[fragment] = known = Of(fragments[fragment].SelectionSet);
        }

        return known;
    }
}
