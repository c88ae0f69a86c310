using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation;

/// <summary>Walks a document once, keeps track of types, and shows every node to every rule.</summary>
internal sealed class DocumentWalker(ValidationContext context, ValidationRule[] rules)
{
    private List<VariableUse> uses = [];

    public void Walk()
    {
        var document = context.Document;
        Each(r => r.Document(document));
        foreach (var definition in document.Definitions.OfType<ExecutableDefinitionNode>())
        {
            if (context.IsFull)
            {
                break;
            }

            uses = context.Uses[definition] = [];
            Definition(definition);
        }

        Each(r => r.LeaveDocument(document));
    }

    private void Definition(ExecutableDefinitionNode definition)
    {
        if (definition is OperationDefinitionNode operation)
        {
            context.Type = context.Schema.Root(operation.Kind);
            Each(r => r.Operation(operation));
            foreach (var variable in operation.Variables)
            {
                Variable(variable);
            }

            Directives(operation.Directives, operation.Kind.ToString().ToUpperInvariant());
        }
        else if (definition is FragmentDefinitionNode fragment)
        {
            context.Type = context.Schema[fragment.TypeCondition.Name.Value];
            Each(r => r.Fragment(fragment));
            Each(r => r.NamedType(fragment.TypeCondition));
            Directives(fragment.Directives, "FRAGMENT_DEFINITION");
        }

        Selections(definition.SelectionSet, definition);
    }

    private void Variable(VariableDefinitionNode node)
    {
        Each(r => r.Variable(node));
        var named = node.Type;
        while (named is not NamedTypeNode)
        {
            named = named is NonNullTypeNode n ? n.Type : ((ListTypeNode)named).ItemType;
        }

        Each(r => r.NamedType((NamedTypeNode)named));
        if (node.DefaultValue is { } value)
        {
            var type = context.Schema.Resolve(node.Type);
            Literal(value, type is { IsInput: true } ? type : null, hasDefault: false);
        }

        // a variable in a constant place is a syntax error, so nothing here is a use
        Directives(node.Directives, "VARIABLE_DEFINITION");
    }

    private void Selections(SelectionSetNode set, SyntaxNode parent)
    {
        var (outerParent, outerType, outerField) = (context.ParentType, context.Type, context.FieldDefinition);
        context.ParentType = context.Type?.Named is { IsComposite: true } composite ? composite : null;
        Each(r => r.SelectionSet(set, parent));
        foreach (var selection in set.Selections)
        {
            Selection(selection);
        }

        (context.ParentType, context.Type, context.FieldDefinition) = (outerParent, outerType, outerField);
    }

    private void Selection(SelectionNode selection)
    {
        switch (selection)
        {
            case FieldNode field:
                Field(field);
                break;
            case FragmentSpreadNode spread:
                Each(r => r.Spread(spread));
                Directives(spread.Directives, "FRAGMENT_SPREAD");
                break;
            case InlineFragmentNode inline:
                context.Type = inline.TypeCondition is null ? context.ParentType : context.Schema[inline.TypeCondition.Name.Value];
                Each(r => r.InlineFragment(inline));
                if (inline.TypeCondition is not null)
                {
                    Each(r => r.NamedType(inline.TypeCondition));
                }

                Directives(inline.Directives, "INLINE_FRAGMENT");
                Selections(inline.SelectionSet, inline);
                break;
        }
    }

    private void Field(FieldNode field)
    {
        var definition = context.ParentType is null ? null : context.Schema.Field(context.ParentType, field.Name.Value);
        context.FieldDefinition = definition;
        context.Type = definition?.Type;
        Each(r => r.Field(field));
        Arguments(field, definition?.Coordinate ?? field.Name.Value, field.Arguments, definition?.Arguments);
        Directives(field.Directives, "FIELD");
        if (field.SelectionSet is not null)
        {
            Selections(field.SelectionSet, field);
        }
    }

    private void Directives(IReadOnlyList<DirectiveNode> nodes, string location)
    {
        if (nodes.Count == 0)
        {
            return;
        }

        Each(r => r.Directives(nodes));
        foreach (var node in nodes)
        {
            Each(r => r.Directive(node, location));
            Arguments(node, "@" + node.Name.Value, node.Arguments, context.Schema.Directives[node.Name.Value]?.Arguments);
        }
    }

    private void Arguments(SyntaxNode owner, string ownerName, IReadOnlyList<ArgumentNode> nodes, NamedList<InputValue>? definitions)
    {
        Each(r => r.Arguments(owner, ownerName, nodes, definitions));
        foreach (var node in nodes)
        {
            var definition = definitions?[node.Name.Value];
            Literal(node.Value, definition?.Type, definition?.DefaultLiteral is not null);
        }
    }

    private void Literal(ValueNode value, GraphType? type, bool hasDefault)
    {
        if (type is not null)
        {
            Each(r => r.Literal(value, type));
        }

        Nested(value, type, hasDefault, null);
    }

    // Finds variables and object literals inside a literal, with the type of each place.
    private void Nested(ValueNode value, GraphType? type, bool hasDefault, InputObjectType? parent)
    {
        switch (value)
        {
            case VariableNode variable:
                uses.Add(new VariableUse(variable, type, hasDefault, parent));
                break;
            case ListValueNode list:
                var item = type?.Nullable is ListType l ? l.ItemType : type?.Nullable;
                foreach (var element in list.Values)
                {
                    Nested(element, item, false, null);
                }

                break;
            case ObjectValueNode o:
                Each(r => r.ObjectValue(o));
                var input = type?.Named as InputObjectType;
                foreach (var field in o.Fields)
                {
                    var definition = input?.Fields[field.Name.Value];
                    Nested(field.Value, definition?.Type, definition?.DefaultLiteral is not null, input);
                }

                break;
        }
    }

    private void Each(Action<ValidationRule> call)
    {
        foreach (var rule in rules)
        {
            call(rule);
        }
    }
}
