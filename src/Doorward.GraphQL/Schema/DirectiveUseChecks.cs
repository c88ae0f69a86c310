using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Schema;

/// <summary>Directives used in a schema document are known, stand where they may, and have the arguments they need (3.13, 5.7).</summary>
internal sealed class DirectiveUseChecks
{
    private readonly DocumentNode document;
    private readonly List<GraphQLError> errors = [];
    private readonly Dictionary<string, DirectiveDefinitionNode> directives = new(StringComparer.Ordinal);

    private DirectiveUseChecks(DocumentNode document)
    {
        this.document = document;
        foreach (var node in document.Definitions.Concat(BuiltIns.Directives.Definitions).Concat(DefinitionChecks.UsedCostDirectives(document))
            .OfType<DirectiveDefinitionNode>())
        {
            directives.TryAdd(node.Name.Value, node);
        }
    }

    public static List<GraphQLError> Run(DocumentNode document)
    {
        var checks = new DirectiveUseChecks(document);
        foreach (var group in document.Definitions.OfType<SchemaDefinitionNode>())
        {
            checks.Check(group.Directives, "SCHEMA");
        }

        foreach (var type in document.Definitions.OfType<TypeDefinitionNode>())
        {
            checks.Type(type);
        }

        foreach (var directive in document.Definitions.OfType<DirectiveDefinitionNode>())
        {
            checks.Values(directive.Arguments, "ARGUMENT_DEFINITION");
        }

        checks.AcrossParts();
        return checks.errors;
    }

    private void Type(TypeDefinitionNode type)
    {
        Check(type.Directives, type switch
        {
            ScalarTypeNode => "SCALAR",
            ObjectTypeNode => "OBJECT",
            InterfaceTypeNode => "INTERFACE",
            UnionTypeNode => "UNION",
            EnumTypeNode => "ENUM",
            _ => "INPUT_OBJECT",
        });
        foreach (var field in (type as FieldsTypeNode)?.Fields ?? [])
        {
            Check(field.Directives, "FIELD_DEFINITION");
            Once(field.Directives);
            Values(field.Arguments, "ARGUMENT_DEFINITION");
        }

        foreach (var value in (type as EnumTypeNode)?.Values ?? [])
        {
            Check(value.Directives, "ENUM_VALUE");
            Once(value.Directives);
        }

        Values((type as InputObjectTypeNode)?.Fields ?? [], "INPUT_FIELD_DEFINITION");
    }

    private void Values(IReadOnlyList<InputValueDefinitionNode> values, string location)
    {
        foreach (var value in values)
        {
            Check(value.Directives, location);
            Once(value.Directives);
        }
    }

    // A type and its extensions are one place for this rule.
    private void AcrossParts()
    {
        Once([.. document.Definitions.OfType<SchemaDefinitionNode>().SelectMany(n => n.Directives)]);
        foreach (var type in document.Definitions.OfType<TypeDefinitionNode>().GroupBy(n => n.Name.Value, StringComparer.Ordinal))
        {
            Once([.. type.SelectMany(n => n.Directives)]);
        }
    }

    private void Once(IReadOnlyList<DirectiveNode> used)
    {
        foreach (var group in used.GroupBy(d => d.Name.Value, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            if (directives.TryGetValue(group.Key, out var definition) && !definition.IsRepeatable)
            {
                Report($"\"@{group.Key}\" may stand only once at one place.", [.. group]);
            }
        }
    }

    private void Check(IReadOnlyList<DirectiveNode> used, string location)
    {
        foreach (var directive in used)
        {
            if (!directives.TryGetValue(directive.Name.Value, out var definition))
            {
                Report($"There is no directive \"@{directive.Name.Value}\".", directive);
                continue;
            }

            if (definition.Locations.All(l => l.Value != location))
            {
                Report($"\"@{directive.Name.Value}\" may not stand on {location}.", directive);
            }

            Arguments(directive, definition);
        }
    }

    private void Arguments(DirectiveNode directive, DirectiveDefinitionNode definition)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var argument in directive.Arguments)
        {
            if (definition.Arguments.All(a => a.Name.Value != argument.Name.Value))
            {
                Report($"\"@{directive.Name.Value}\" has no argument \"{argument.Name.Value}\".", argument);
            }

            if (!given.Add(argument.Name.Value))
            {
                Report($"The argument \"{argument.Name.Value}\" is given more than once.", argument.Name);
            }
        }

        foreach (var missing in definition.Arguments.Where(a => a is { Type: NonNullTypeNode, DefaultValue: null } && !given.Contains(a.Name.Value)))
        {
            Report($"\"@{directive.Name.Value}\" needs the argument \"{missing.Name.Value}\".", directive);
        }
    }

    private void Report(string message, params SyntaxNode[] nodes) =>
        errors.Add(new GraphQLError(message) { Locations = [.. nodes.Select(document.LocationOf)] });
}
