using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Schema;

/// <summary>What can be said of definitions before there are types: names are unique, known, and extensions extend something.</summary>
internal sealed class DefinitionChecks
{
    private readonly DocumentNode document;
    private readonly List<GraphQLError> errors = [];
    private readonly Dictionary<string, TypeDefinitionNode> types = new(StringComparer.Ordinal);

    private DefinitionChecks(DocumentNode document) => this.document = document;

    public static List<GraphQLError> Run(DocumentNode document)
    {
        var checks = new DefinitionChecks(document);
        checks.Schema();
        checks.Types();
        checks.Directives();
        foreach (var definition in document.Definitions)
        {
            checks.Members(definition);
        }

        checks.errors.AddRange(DirectiveUseChecks.Run(document));
        return checks.errors;
    }

    public static IEnumerable<DirectiveDefinitionNode> UsedCostDirectives(DocumentNode document)
    {
        var used = document.Definitions.OfType<FieldsTypeNode>().SelectMany(t => t.Fields).SelectMany(f => f.Directives)
            .Select(d => d.Name.Value).ToHashSet(StringComparer.Ordinal);
        return BuiltIns.CostDirectives.Definitions.OfType<DirectiveDefinitionNode>().Where(d => used.Contains(d.Name.Value));
    }

    /// <summary>The types that fields and arguments have; String and Boolean always, because introspection has them.</summary>
    public static HashSet<string> ReferencedTypes(DocumentNode document)
    {
        var directives = document.Definitions.OfType<DirectiveDefinitionNode>().Concat(UsedCostDirectives(document));
        var fields = document.Definitions.OfType<FieldsTypeNode>().SelectMany(t => t.Fields).ToList();
        var values = fields.SelectMany(f => f.Arguments).Concat(directives.SelectMany(d => d.Arguments))
            .Concat(document.Definitions.OfType<InputObjectTypeNode>().SelectMany(t => t.Fields));
        var names = fields.Select(f => f.Type).Concat(values.Select(v => v.Type)).Select(t => Named(t).Name.Value);
        return names.Append("String").Append("Boolean").ToHashSet(StringComparer.Ordinal);
    }

    // 3.3: one schema definition, each operation once.
    private void Schema()
    {
        var nodes = document.Definitions.OfType<SchemaDefinitionNode>().ToList();
        foreach (var extra in nodes.Where(n => !n.IsExtension).Skip(1))
        {
            Report("There is more than one schema definition.", extra);
        }

        Unique(nodes.SelectMany(n => n.OperationTypes), o => o.Kind.ToString(), o => $"The schema has more than one {o.Kind} type.");
        foreach (var definition in document.Definitions.Where(d => d is ExecutableDefinitionNode))
        {
            Report("A schema document holds no operations or fragments.", definition);
        }
    }

    private void Types()
    {
        foreach (var node in document.Definitions.OfType<TypeDefinitionNode>().Where(n => !n.IsExtension))
        {
            if (!types.TryAdd(node.Name.Value, node))
            {
                Report($"There is more than one type named \"{node.Name.Value}\".", node.Name);
            }
            else if (node.Name.Value.StartsWith("__", StringComparison.Ordinal))
            {
                Report($"\"{node.Name.Value}\" begins with two underscores, which introspection keeps for itself (4.1).", node.Name);
            }
        }

        foreach (var node in document.Definitions.OfType<TypeDefinitionNode>().Where(n => n.IsExtension))
        {
            if (!types.TryGetValue(node.Name.Value, out var extended))
            {
                Report($"\"{node.Name.Value}\" is extended but not defined.", node.Name);
            }
            else if (extended.GetType() != node.GetType())
            {
                Report($"\"{node.Name.Value}\" is extended as another kind of type than it is.", extended, node);
            }
        }
    }

    private void Directives()
    {
        foreach (var node in document.Definitions.OfType<DirectiveDefinitionNode>())
        {
            if (node.Name.Value.StartsWith("__", StringComparison.Ordinal))
            {
                Report($"\"@{node.Name.Value}\" begins with two underscores, which introspection keeps for itself (4.1).", node.Name);
            }

            Arguments($"@{node.Name.Value}", node.Arguments);
        }

        Unique(document.Definitions.OfType<DirectiveDefinitionNode>(), d => d.Name.Value, d => $"There is more than one directive named \"@{d.Name.Value}\".");
    }

    private void Members(DefinitionNode definition)
    {
        switch (definition)
        {
            case SchemaDefinitionNode schema:
                References(schema.OperationTypes.Select(o => o.Type));
                break;
            case FieldsTypeNode fields:
                References(fields.Interfaces);
                UniqueMembers(fields.Name.Value, Parts<FieldsTypeNode>(fields).SelectMany(p => p.Fields), f => f.Name, fields.Fields);
                foreach (var field in fields.Fields)
                {
                    References([Named(field.Type)]);
                    Arguments($"{fields.Name.Value}.{field.Name.Value}", field.Arguments);
                }

                break;
            case UnionTypeNode union:
                References(union.Types);
                break;
            case EnumTypeNode e:
                UniqueMembers(e.Name.Value, Parts<EnumTypeNode>(e).SelectMany(p => p.Values), v => v.Name, e.Values);
                break;
            case InputObjectTypeNode input:
                UniqueMembers(input.Name.Value, Parts<InputObjectTypeNode>(input).SelectMany(p => p.Fields), f => f.Name, input.Fields);
                References(input.Fields.Select(f => Named(f.Type)));
                break;
        }
    }

    private IEnumerable<T> Parts<T>(T node) where T : TypeDefinitionNode =>
        document.Definitions.OfType<T>().Where(n => n.Name.Value == node.Name.Value);

    // Of several parts of one type only those members are blamed that repeat an earlier one.
    private void UniqueMembers<T>(string owner, IEnumerable<T> all, Func<T, NameNode> name, IReadOnlyList<T> own)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in all)
        {
            if (!seen.Add(name(member).Value) && own.Contains(member))
            {
                Report($"\"{owner}.{name(member).Value}\" is defined more than once.", name(member));
            }
        }
    }

    private void Arguments(string owner, IReadOnlyList<InputValueDefinitionNode> arguments)
    {
        Unique(arguments, a => a.Name.Value, a => $"\"{owner}\" has more than one argument \"{a.Name.Value}\".");
        References(arguments.Select(a => Named(a.Type)));
    }

    private void References(IEnumerable<NamedTypeNode> nodes)
    {
        foreach (var node in nodes)
        {
            if (!types.ContainsKey(node.Name.Value) && !BuiltIns.ScalarNames.Contains(node.Name.Value)
                && !node.Name.Value.StartsWith("__", StringComparison.Ordinal))
            {
                Report($"There is no type named \"{node.Name.Value}\".", node);
            }
            else if (node.Name.Value.StartsWith("__", StringComparison.Ordinal)
                && !BuiltIns.Introspection.Definitions.OfType<TypeDefinitionNode>().Any(d => d.Name.Value == node.Name.Value))
            {
                Report($"There is no type named \"{node.Name.Value}\".", node);
            }
        }
    }

    private void Unique<T>(IEnumerable<T> items, Func<T, string> name, Func<T, string> message) where T : SyntaxNode
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items.Where(i => !seen.Add(name(i))))
        {
            Report(message(item), item);
        }
    }

    private static NamedTypeNode Named(TypeNode type) => type switch
    {
        NonNullTypeNode n => Named(n.Type),
        ListTypeNode l => Named(l.ItemType),
        _ => (NamedTypeNode)type,
    };

    private void Report(string message, params SyntaxNode[] nodes) =>
        errors.Add(new GraphQLError(message) { Locations = [.. nodes.Select(document.LocationOf)] });
}
