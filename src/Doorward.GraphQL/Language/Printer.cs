using System.Text;

namespace Doorward.GraphQL.Language;

/// <summary>Writes executable documents and values back as text. Equal trees give equal text.</summary>
public static partial class Printer
{
    /// <summary>A whole executable document, two spaces an indent.</summary>
    public static string Print(DocumentNode document)
    {
        var text = new StringBuilder();
        foreach (var definition in document.Definitions)
        {
            text.Append(text.Length > 0 ? "\n\n" : "");
            Definition(text, definition);
        }

        return text.ToString();
    }

    /// <summary>A value on one line.</summary>
    public static string Print(ValueNode value)
    {
        var text = new StringBuilder();
        Value(text, value);
        return text.ToString();
    }

    /// <summary>A reference to a type.</summary>
    public static string Print(TypeNode type) => type switch
    {
        NamedTypeNode named => named.Name.Value,
        ListTypeNode list => $"[{Print(list.ItemType)}]",
        NonNullTypeNode nonNull => Print(nonNull.Type) + "!",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static void Definition(StringBuilder text, DefinitionNode definition)
    {
        if (definition.Description is { } description)
        {
            Value(text, description);
            text.Append('\n');
        }

        switch (definition)
        {
            case OperationDefinitionNode operation:
                Operation(text, operation);
                break;
            case FragmentDefinitionNode fragment:
                text.Append("fragment ").Append(fragment.Name.Value).Append(" on ").Append(fragment.TypeCondition.Name.Value);
                Directives(text, fragment.Directives);
                text.Append(' ');
                Selections(text, fragment.SelectionSet, "");
                break;
            default:
                throw new NotSupportedException("Only operations and fragments are printed; print a schema with SchemaPrinter.");
        }
    }

    private static void Operation(StringBuilder text, OperationDefinitionNode operation)
    {
        var isShorthand = operation is { Kind: OperationKind.Query, Name: null, Description: null }
            && operation.Variables.Count == 0 && operation.Directives.Count == 0;
        if (!isShorthand)
        {
            text.Append(operation.Kind.ToString().ToLowerInvariant()).Append(operation.Name is null && operation.Variables.Count == 0 ? "" : " ")
                .Append(operation.Name?.Value);
            Variables(text, operation.Variables);
            Directives(text, operation.Directives);
            text.Append(' ');
        }

        Selections(text, operation.SelectionSet, "");
    }

    private static void Variables(StringBuilder text, IReadOnlyList<VariableDefinitionNode> variables)
    {
        for (var i = 0; i < variables.Count; i++)
        {
            text.Append(i == 0 ? "(" : ", ");
            if (variables[i].Description is { } description)
            {
                Value(text, description);
                text.Append('\n');
            }

            text.Append('$').Append(variables[i].Variable.Name.Value).Append(": ").Append(Print(variables[i].Type));
            if (variables[i].DefaultValue is { } value)
            {
                text.Append(" = ");
                Value(text, value);
            }

            Directives(text, variables[i].Directives);
        }

        text.Append(variables.Count > 0 ? ")" : "");
    }

    private static void Selections(StringBuilder text, SelectionSetNode set, string indent)
    {
        text.Append("{\n");
        foreach (var selection in set.Selections)
        {
            text.Append(indent).Append("  ");
            Selection(text, selection, indent + "  ");
            text.Append('\n');
        }

        text.Append(indent).Append('}');
    }

    private static void Selection(StringBuilder text, SelectionNode selection, string indent)
    {
        SelectionSetNode? nested = null;
        switch (selection)
        {
            case FieldNode field:
                text.Append(field.Alias is null ? "" : field.Alias.Value + ": ").Append(field.Name.Value);
                Arguments(text, field.Arguments);
                nested = field.SelectionSet;
                break;
            case FragmentSpreadNode spread:
                text.Append("...").Append(spread.Name.Value);
                break;
            case InlineFragmentNode inline:
                text.Append("...").Append(inline.TypeCondition is null ? "" : " on " + inline.TypeCondition.Name.Value);
                nested = inline.SelectionSet;
                break;
        }

        Directives(text, selection.Directives);
        if (nested is not null)
        {
            text.Append(' ');
            Selections(text, nested, indent);
        }
    }
}
