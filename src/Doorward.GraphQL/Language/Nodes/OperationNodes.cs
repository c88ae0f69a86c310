namespace Doorward.GraphQL.Language;

/// <summary>The three kinds of operations (2.3).</summary>
public enum OperationKind
{
    /// <summary>Reads.</summary>
    Query,

    /// <summary>Writes, its root fields one after the other.</summary>
    Mutation,

    /// <summary>A stream of results.</summary>
    Subscription,
}

/// <summary>An operation (2.3).</summary>
public sealed class OperationDefinitionNode(StringValueNode? description, int start, int end)
    : ExecutableDefinitionNode(description, start, end)
{
    /// <summary>Query, mutation or subscription.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>Its name; null for the anonymous operation.</summary>
    public NameNode? Name { get; init; }

    /// <summary>The variables it declares (2.10).</summary>
    public required IReadOnlyList<VariableDefinitionNode> Variables { get; init; }
}

/// <summary>A fragment definition (2.8).</summary>
public sealed class FragmentDefinitionNode(StringValueNode? description, int start, int end)
    : ExecutableDefinitionNode(description, start, end)
{
    /// <summary>Its name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>The type it applies to (2.8.1).</summary>
    public required NamedTypeNode TypeCondition { get; init; }
}

/// <summary>A declared variable (2.10).</summary>
public sealed class VariableDefinitionNode(int start, int end) : SyntaxNode(start, end)
{
    /// <summary>The description in front of it.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The variable.</summary>
    public required VariableNode Variable { get; init; }

    /// <summary>Its type.</summary>
    public required TypeNode Type { get; init; }

    /// <summary>The value it takes when the request gives none.</summary>
    public ValueNode? DefaultValue { get; init; }

    /// <summary>The directives on it.</summary>
    public required IReadOnlyList<DirectiveNode> Directives { get; init; }
}

/// <summary>What is selected between braces (2.4).</summary>
public sealed class SelectionSetNode(IReadOnlyList<SelectionNode> selections, int start, int end) : SyntaxNode(start, end)
{
    /// <summary>Fields, fragment spreads and inline fragments in their order.</summary>
    public IReadOnlyList<SelectionNode> Selections { get; } = selections;
}

/// <summary>One selection (2.4).</summary>
public abstract class SelectionNode(IReadOnlyList<DirectiveNode> directives, int start, int end) : SyntaxNode(start, end)
{
    /// <summary>The directives on it.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;
}

/// <summary>A selected field (2.5).</summary>
public sealed class FieldNode(IReadOnlyList<DirectiveNode> directives, int start, int end)
    : SelectionNode(directives, start, end)
{
    /// <summary>The name it has in the response, when it is not its own (2.7).</summary>
    public NameNode? Alias { get; init; }

    /// <summary>The field's name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Its arguments (2.6).</summary>
    public required IReadOnlyList<ArgumentNode> Arguments { get; init; }

    /// <summary>What is selected of its value; null for leaves.</summary>
    public SelectionSetNode? SelectionSet { get; init; }

    /// <summary>The alias, or else the name.</summary>
    public string ResponseName => (Alias ?? Name).Value;
}

/// <summary>A named fragment used (2.8).</summary>
public sealed class FragmentSpreadNode(NameNode name, IReadOnlyList<DirectiveNode> directives, int start, int end)
    : SelectionNode(directives, start, end)
{
    /// <summary>The fragment's name.</summary>
    public NameNode Name { get; } = name;
}

/// <summary>An inline fragment (2.8.2).</summary>
public sealed class InlineFragmentNode(
    NamedTypeNode? typeCondition, IReadOnlyList<DirectiveNode> directives, SelectionSetNode selectionSet, int start, int end)
    : SelectionNode(directives, start, end)
{
    /// <summary>The type it applies to; null for the enclosing one.</summary>
    public NamedTypeNode? TypeCondition { get; } = typeCondition;

    /// <summary>What it selects.</summary>
    public SelectionSetNode SelectionSet { get; } = selectionSet;
}

/// <summary>An argument (2.6).</summary>
public sealed class ArgumentNode(NameNode name, ValueNode value, int start, int end) : SyntaxNode(start, end)
{
    /// <summary>The argument's name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>Its value.</summary>
    public ValueNode Value { get; } = value;
}

/// <summary>A directive (2.12).</summary>
public sealed class DirectiveNode(NameNode name, IReadOnlyList<ArgumentNode> arguments, int start, int end)
    : SyntaxNode(start, end)
{
    /// <summary>The directive's name, without "@".</summary>
    public NameNode Name { get; } = name;

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<ArgumentNode> Arguments { get; } = arguments;

    internal ValueNode? Argument(string name)
    {
        foreach (var argument in Arguments)
        {
            if (argument.Name.Value == name)
            {
                return argument.Value;
            }
        }

        return null;
    }
}
