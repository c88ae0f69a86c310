namespace Doorward.GraphQL.Language;

/// <summary>A part of a parsed document. <see cref="Start"/> and <see cref="End"/> are offsets into its source text.</summary>
public abstract class SyntaxNode(int start, int end)
{
    /// <summary>The offset of the first character.</summary>
    public int Start { get; } = start;

    /// <summary>The offset behind the last character.</summary>
    public int End { get; } = end;
}

/// <summary>A name and where it stands (2.1.9).</summary>
public sealed class NameNode(string value, int start, int end) : SyntaxNode(start, end)
{
    /// <summary>The name.</summary>
    public string Value { get; } = value;
}

/// <summary>A whole document (2.2).</summary>
public sealed class DocumentNode(SourceText source, IReadOnlyList<DefinitionNode> definitions)
    : SyntaxNode(0, source.Text.Length)
{
    /// <summary>The text it was read from.</summary>
    public SourceText Source { get; } = source;

    /// <summary>Operations, fragments and, in schema documents, type system definitions, in their order.</summary>
    public IReadOnlyList<DefinitionNode> Definitions { get; } = definitions;

    /// <summary>How many lexical tokens the text has.</summary>
    public int TokenCount { get; internal init; }

    internal SourceLocation LocationOf(SyntaxNode node) => Source.LocationAt(node.Start);
}

/// <summary>A top-level definition (2.2).</summary>
public abstract class DefinitionNode(StringValueNode? description, int start, int end) : SyntaxNode(start, end)
{
    /// <summary>The description in front of the definition (2.2, descriptions).</summary>
    public StringValueNode? Description { get; } = description;
}

/// <summary>A definition that can be executed: an operation or a fragment.</summary>
public abstract class ExecutableDefinitionNode(StringValueNode? description, int start, int end)
    : DefinitionNode(description, start, end)
{
    /// <summary>What it selects.</summary>
    public required SelectionSetNode SelectionSet { get; init; }

    /// <summary>The directives on it.</summary>
    public required IReadOnlyList<DirectiveNode> Directives { get; init; }
}
