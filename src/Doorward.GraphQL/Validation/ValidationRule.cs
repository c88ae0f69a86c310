using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation;

/// <summary>One rule of section 5. The walker calls what it overrides, in document order.</summary>
internal abstract class ValidationRule
{
    /// <summary>The rule's name; oracle tests compare by it.</summary>
    public string Name => GetType().Name;

    protected ValidationContext Context { get; private set; } = null!;

    public void Begin(ValidationContext context) => Context = context;

    public virtual void Document(DocumentNode node) { }

    public virtual void LeaveDocument(DocumentNode node) { }

    public virtual void Operation(OperationDefinitionNode node) { }

    public virtual void Fragment(FragmentDefinitionNode node) { }

    public virtual void Variable(VariableDefinitionNode node) { }

    public virtual void SelectionSet(SelectionSetNode node, SyntaxNode parent) { }

    public virtual void Field(FieldNode node) { }

    public virtual void Spread(FragmentSpreadNode node) { }

    public virtual void InlineFragment(InlineFragmentNode node) { }

    public virtual void Directive(DirectiveNode node, string location) { }

    public virtual void Directives(IReadOnlyList<DirectiveNode> nodes) { }

    /// <summary>The arguments of a field or a directive; <paramref name="definitions"/> is null when that is unknown.</summary>
    public virtual void Arguments(SyntaxNode owner, string ownerName, IReadOnlyList<ArgumentNode> nodes, NamedList<InputValue>? definitions) { }

    /// <summary>A whole literal at a place of a known type: an argument, a default.</summary>
    public virtual void Literal(ValueNode node, GraphType type) { }

    public virtual void ObjectValue(ObjectValueNode node) { }

    public virtual void NamedType(NamedTypeNode node) { }

    protected void Report(string message, params ReadOnlySpan<SyntaxNode> nodes) => Context.Report(this, message, nodes);
}
