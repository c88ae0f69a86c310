using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Schema;

/// <summary>Makes types of definitions; extensions are folded into what they extend (3.3.2, 3.4.3).</summary>
internal sealed class SchemaBuilder
{
    private readonly Dictionary<string, NamedType> types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TypeDefinitionNode>> parts = new(StringComparer.Ordinal);

    public static GraphSchema Build(DocumentNode document)
    {
        var errors = DefinitionChecks.Run(document);
        if (errors.Count > 0)
        {
            throw new SchemaException(errors);
        }

        var schema = new SchemaBuilder().Assemble(document);
        errors = SchemaChecks.Run(schema, document);
        return errors.Count > 0 ? throw new SchemaException(errors) : schema;
    }

    private GraphSchema Assemble(DocumentNode document)
    {
        var directives = new List<DirectiveDefinitionNode>();
        var order = new List<NamedType>();
        // 3.5: a built-in scalar that nothing refers to is not part of the schema
        var referenced = DefinitionChecks.ReferencedTypes(document);
        foreach (var node in document.Definitions.Concat(BuiltIns.Introspection.Definitions).OfType<TypeDefinitionNode>())
        {
            if (!parts.TryGetValue(node.Name.Value, out var list))
            {
                parts[node.Name.Value] = list = [];
            }

            // the definition leads even where an extension stands before it
            list.Insert(node.IsExtension ? list.Count : 0, node);
        }

        foreach (var node in document.Definitions.OfType<TypeDefinitionNode>().Where(n => !n.IsExtension)
            .Concat(BuiltIns.ScalarNames.Where(n => !parts.ContainsKey(n) && referenced.Contains(n)).Select(ScalarNode))
            .Concat(BuiltIns.Introspection.Definitions.OfType<TypeDefinitionNode>()))
        {
            var type = Declare(node);
            types.Add(type.Name, type);
            order.Add(type);
        }

        directives.AddRange(document.Definitions.OfType<DirectiveDefinitionNode>());
        var own = directives.Select(d => d.Name.Value).ToHashSet(StringComparer.Ordinal);
        directives.AddRange(BuiltIns.Directives.Definitions.OfType<DirectiveDefinitionNode>().Where(d => !own.Contains(d.Name.Value)));
        directives.AddRange(DefinitionChecks.UsedCostDirectives(document).Where(d => !own.Contains(d.Name.Value)));

        foreach (var type in order)
        {
            Fill(type);
        }

        return Finish(document, order, directives);
    }

    private GraphSchema Finish(DocumentNode document, List<NamedType> order, List<DirectiveDefinitionNode> directives)
    {
        var schemaNodes = document.Definitions.OfType<SchemaDefinitionNode>().ToList();
        var schemaNode = schemaNodes.Find(n => !n.IsExtension);
        var roots = schemaNodes.SelectMany(n => n.OperationTypes).ToList();

        ObjectType? Root(OperationKind kind) => schemaNode is null && roots.TrueForAll(r => r.Kind != kind)
            ? types.GetValueOrDefault(kind.ToString()) as ObjectType
            : roots.Find(r => r.Kind == kind) is { } named ? types.GetValueOrDefault(named.Type.Name.Value) as ObjectType : null;

        var schema = new GraphSchema(
            schemaNode?.Description?.Value, order, directives.Select(Directive),
            Root(OperationKind.Query), Root(OperationKind.Mutation), Root(OperationKind.Subscription));
        Introspection.MetaFields.Attach(schema);
        return schema;
    }

    private static ScalarTypeNode ScalarNode(string name) =>
        new(null, 0, 0) { Name = new NameNode(name, 0, 0), Directives = [] };

    private static NamedType Declare(TypeDefinitionNode node)
    {
        var name = node.Name.Value;
        var description = node.Description?.Value;
        return node switch
        {
            ScalarTypeNode when BuiltIns.ScalarNames.Contains(name) => BuiltIns.NewScalar(name),
            ScalarTypeNode => new ScalarType(name, description),
            ObjectTypeNode => new ObjectType(name, description),
            InterfaceTypeNode => new InterfaceType(name, description),
            UnionTypeNode => new UnionType(name, description),
            EnumTypeNode => new EnumType(name, description),
            InputObjectTypeNode => new InputObjectType(name, description),
            _ => throw new InvalidOperationException(node.GetType().Name),
        };
    }

    private void Fill(NamedType type)
    {
        var nodes = parts.GetValueOrDefault(type.Name) ?? [];
        type.Directives = [.. nodes.SelectMany(n => n.Directives)];
        switch (type)
        {
            case ScalarType scalar:
                scalar.SpecifiedByUrl = StringArgument(type.Directives, "specifiedBy", "url", null);
                break;
            case FieldsType fields:
                var own = nodes.OfType<FieldsTypeNode>().ToList();
                fields.Fields = new NamedList<FieldDefinition>(own.SelectMany(n => n.Fields).Select(f => Field(f, type)));
                fields.Interfaces = [.. own.SelectMany(n => n.Interfaces).Select(i => types.GetValueOrDefault(i.Name.Value)).OfType<InterfaceType>()];
                break;
            case UnionType union:
                union.Types = [.. nodes.OfType<UnionTypeNode>().SelectMany(n => n.Types)
                    .Select(t => types.GetValueOrDefault(t.Name.Value)).OfType<ObjectType>()];
                break;
            case EnumType e:
                e.Values = new NamedList<EnumValue>(nodes.OfType<EnumTypeNode>().SelectMany(n => n.Values).Select(v =>
                    new EnumValue(v.Name.Value, v.Description?.Value) { DeprecationReason = Deprecation(v.Directives) }));
                break;
            case InputObjectType input:
                input.IsOneOf = type.Directives.Any(d => d.Name.Value == "oneOf");
                input.Fields = InputValues(nodes.OfType<InputObjectTypeNode>().SelectMany(n => n.Fields));
                break;
        }
    }

    private FieldDefinition Field(FieldDefinitionNode node, NamedType owner) =>
        new(node.Name.Value, node.Description?.Value, Resolve(node.Type))
        {
            Owner = owner,
            Arguments = InputValues(node.Arguments),
            DeprecationReason = Deprecation(node.Directives),
            Directives = node.Directives,
            Cost = Limits.FieldCost.From(node.Directives),
        };

    private NamedList<InputValue> InputValues(IEnumerable<InputValueDefinitionNode> nodes) =>
        new(nodes.Select(node => new InputValue(node.Name.Value, node.Description?.Value, Resolve(node.Type))
        {
            DefaultLiteral = node.DefaultValue,
            DeprecationReason = Deprecation(node.Directives),
            Directives = node.Directives,
            Node = node,
        }));

    private DirectiveDefinition Directive(DirectiveDefinitionNode node) =>
        new(node.Name.Value, node.Description?.Value, [.. node.Locations.Select(l => l.Value)], node.IsRepeatable)
        {
            Arguments = InputValues(node.Arguments),
        };

    private GraphType Resolve(TypeNode node) => node switch
    {
        NonNullTypeNode n => Resolve(n.Type).NonNull,
        ListTypeNode l => Resolve(l.ItemType).List,
        NamedTypeNode n => types[n.Name.Value],
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    private static string? Deprecation(IReadOnlyList<DirectiveNode> directives) =>
        StringArgument(directives, "deprecated", "reason", BuiltIns.DefaultDeprecationReason);

    private static string? StringArgument(IReadOnlyList<DirectiveNode> directives, string name, string argument, string? otherwise)
    {
        var directive = directives.FirstOrDefault(d => d.Name.Value == name);
        return directive is null ? null : (directive.Argument(argument) as StringValueNode)?.Value ?? otherwise;
    }
}
