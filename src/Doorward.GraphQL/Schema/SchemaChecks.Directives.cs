using Doorward.GraphQL.Language;
using Doorward.GraphQL.Validation;

namespace Doorward.GraphQL.Schema;

internal sealed partial class SchemaChecks
{
    // 3.13: what a directive is given fits the type of its argument, as everywhere (5.6.1).
    private void DirectiveArguments()
    {
        foreach (var directive in document.Definitions.SelectMany(Used))
        {
            var definition = schema.Directives[directive.Name.Value]!;
            foreach (var argument in directive.Arguments)
            {
                LiteralCheck.Run(argument.Value, definition.Arguments[argument.Name.Value]!.Type, (message, node) => Report(message, node));
            }
        }
    }

    // 3.13, type validation 2 and 3: a directive does not refer to itself, not through others and not through types.
    private void DirectiveCycles()
    {
        var definitions = document.Definitions.OfType<DirectiveDefinitionNode>().ToDictionary(d => d.Name.Value, StringComparer.Ordinal);
        foreach (var directive in definitions.Values)
        {
            if (Reaches(new Queue<SyntaxNode>(Inside(directive.Arguments)), directive.Name.Value, definitions))
            {
                Report($"The directive \"@{directive.Name.Value}\" is used in its own definition.", directive);
            }
        }
    }

    private bool Reaches(Queue<SyntaxNode> open, string directive, Dictionary<string, DirectiveDefinitionNode> definitions)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryDequeue(out var node))
        {
            if (node is DirectiveNode used && used.Name.Value == directive)
            {
                return true;
            }

            IEnumerable<SyntaxNode> next = node switch
            {
                DirectiveNode d when seen.Add("@" + d.Name.Value) && definitions.TryGetValue(d.Name.Value, out var definition) => Inside(definition.Arguments),
                NamedTypeNode t when seen.Add(t.Name.Value) => document.Definitions.OfType<TypeDefinitionNode>().Where(n => n.Name.Value == t.Name.Value).SelectMany(Inside),
                _ => [],
            };
            foreach (var further in next)
            {
                open.Enqueue(further);
            }
        }

        return false;
    }

    // The directives and types that an input type, or the arguments of a directive, refer to.
    private static IEnumerable<SyntaxNode> Inside(TypeDefinitionNode type) =>
        Used(type).Concat<SyntaxNode>((type as InputObjectTypeNode)?.Fields.Select(f => Named(f.Type)) ?? []);

    private static IEnumerable<SyntaxNode> Inside(IReadOnlyList<InputValueDefinitionNode> values) =>
        values.SelectMany(v => v.Directives).Concat<SyntaxNode>(values.Select(v => Named(v.Type)));

    private static IEnumerable<DirectiveNode> Used(DefinitionNode definition) => definition switch
    {
        SchemaDefinitionNode s => s.Directives,
        FieldsTypeNode t => t.Directives.Concat(t.Fields.SelectMany(f => f.Directives.Concat(f.Arguments.SelectMany(a => a.Directives)))),
        EnumTypeNode t => t.Directives.Concat(t.Values.SelectMany(v => v.Directives)),
        InputObjectTypeNode t => t.Directives.Concat(t.Fields.SelectMany(f => f.Directives)),
        TypeDefinitionNode t => t.Directives,
        DirectiveDefinitionNode d => d.Arguments.SelectMany(a => a.Directives),
        _ => [],
    };

    private static NamedTypeNode Named(TypeNode type) => type switch
    {
        NonNullTypeNode n => Named(n.Type),
        ListTypeNode l => Named(l.ItemType),
        _ => (NamedTypeNode)type,
    };
}
