using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation;

/// <summary>A variable used, and what its place expects.</summary>
internal sealed record VariableUse(VariableNode Node, GraphType? Type, bool HasDefault, InputObjectType? Parent);

/// <summary>What the rules know while they look at a document.</summary>
internal sealed class ValidationContext
{
    private readonly Dictionary<ExecutableDefinitionNode, List<FragmentDefinitionNode>> reachable = [];
    private readonly Dictionary<ExecutableDefinitionNode, List<FragmentSpreadNode>> spreads = [];

    public ValidationContext(GraphSchema schema, DocumentNode document)
    {
        Schema = schema;
        Document = document;
        foreach (var fragment in document.Definitions.OfType<FragmentDefinitionNode>())
        {
            // of two with one name the last counts, for want of a better rule: another rule refuses them anyway
            Fragments[fragment.Name.Value] = fragment;
        }
    }

    public GraphSchema Schema { get; }

    public DocumentNode Document { get; }

    public Dictionary<string, FragmentDefinitionNode> Fragments { get; } = new(StringComparer.Ordinal);

    public List<GraphQLError> Errors { get; } = [];

    public int MaxErrors { get; init; } = int.MaxValue;

    /// <summary>The composite type whose fields are being selected; null when it is not known.</summary>
    public NamedType? ParentType { get; set; }

    /// <summary>The type of the field or fragment being looked at.</summary>
    public GraphType? Type { get; set; }

    public FieldDefinition? FieldDefinition { get; set; }

    public Dictionary<ExecutableDefinitionNode, List<VariableUse>> Uses { get; } = [];


    public bool IsFull => Errors.Count >= MaxErrors;

    public void Report(ValidationRule rule, string message, ReadOnlySpan<SyntaxNode> nodes)
    {
        if (IsFull)
        {
            return;
        }

        var locations = new SourceLocation[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            locations[i] = Document.LocationOf(nodes[i]);
        }

        Errors.Add(new GraphQLError(message, GraphQLErrorCodes.ValidationFailed) { Locations = locations, Rule = rule.Name });
    }

    /// <summary>The spreads in a definition; those of a selection set come before those of the sets inside it.</summary>
    public List<FragmentSpreadNode> Spreads(ExecutableDefinitionNode definition)
    {
        if (spreads.TryGetValue(definition, out var found))
        {
            return found;
        }

        found = [];
        var pending = new Stack<SelectionSetNode>([definition.SelectionSet]);
        while (pending.TryPop(out var set))
        {
            foreach (var selection in set.Selections)
            {
                if (selection is FragmentSpreadNode spread)
                {
                    found.Add(spread);
                }
                else if (((selection as FieldNode)?.SelectionSet ?? (selection as InlineFragmentNode)?.SelectionSet) is { } nested)
                {
                    pending.Push(nested);
                }
            }
        }

        return spreads[definition] = found;
    }

    /// <summary>The fragments an operation reaches, each once.</summary>
    public List<FragmentDefinitionNode> Reachable(OperationDefinitionNode operation)
    {
        if (reachable.TryGetValue(operation, out var found))
        {
            return found;
        }

        found = [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<ExecutableDefinitionNode>([operation]);
        while (pending.TryPop(out var definition))
        {
            foreach (var spread in Spreads(definition))
            {
                if (seen.Add(spread.Name.Value) && Fragments.TryGetValue(spread.Name.Value, out var fragment))
                {
                    found.Add(fragment);
                    pending.Push(fragment);
                }
            }
        }

        return reachable[operation] = found;
    }

    /// <summary>The variables an operation uses, those in its fragments included.</summary>
    public IEnumerable<VariableUse> AllUses(OperationDefinitionNode operation)
    {
        IEnumerable<ExecutableDefinitionNode> all = [operation, .. Reachable(operation)];
        return all.SelectMany(d => Uses.GetValueOrDefault(d) ?? []);
    }
}
