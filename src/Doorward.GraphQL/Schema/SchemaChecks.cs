using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Schema;

/// <summary>The "type validation" of section 3: roots, names, members, interfaces, input cycles and defaults.</summary>
internal sealed partial class SchemaChecks
{
    private readonly GraphSchema schema;
    private readonly DocumentNode document;
    private readonly List<GraphQLError> errors = [];

    private SchemaChecks(GraphSchema schema, DocumentNode document)
    {
        this.schema = schema;
        this.document = document;
    }

    public static List<GraphQLError> Run(GraphSchema schema, DocumentNode document)
    {
        var checks = new SchemaChecks(schema, document);
        checks.Roots();
        foreach (var directive in schema.Directives)
        {
            checks.InputValues($"@{directive.Name}", directive.Arguments);
        }

        foreach (var type in schema.Types.Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            checks.Type(type);
        }

        checks.InputCycles();
        checks.DirectiveArguments();
        checks.DirectiveCycles();
        if (checks.errors.Count == 0)
        {
            checks.Defaults();
        }

        return checks.errors;
    }

    // 3.3.1: a query type, and all roots distinct object types.
    private void Roots()
    {
        foreach (var operation in document.Definitions.OfType<SchemaDefinitionNode>().SelectMany(n => n.OperationTypes))
        {
            if (schema[operation.Type.Name.Value] is not ObjectType)
            {
                Report($"The {operation.Kind} type \"{operation.Type.Name.Value}\" is no object type.", operation.Type);
            }
        }

        if (!document.Definitions.OfType<SchemaDefinitionNode>().Any())
        {
            foreach (var kind in System.Enum.GetValues<OperationKind>().Where(k => schema[k.ToString()] is not (null or ObjectType)))
            {
                Report($"The {kind} type is no object type.");
            }
        }

        if (schema.Query is null)
        {
            Report("The schema has no query type.");
        }

        var roots = new[] { schema.Query, schema.Mutation, schema.Subscription }.Where(r => r is not null).ToList();
        if (roots.Distinct().Count() < roots.Count)
        {
            Report("Query, mutation and subscription are to be different types.");
        }
    }

    private void Type(NamedType type)
    {
        switch (type)
        {
            case FieldsType fields:
                Fields(fields);
                Interfaces(fields);
                break;
            case UnionType union:
                Union(union);
                break;
            case EnumType e:
                Enum(e);
                break;
            case InputObjectType input:
                InputObject(input);
                break;
        }
    }

    // 3.6: at least one field, each with an output type.
    private void Fields(FieldsType type)
    {
        if (type.Fields.Count == 0)
        {
            Report($"\"{type.Name}\" has no fields.", Nodes(type));
        }

        foreach (var field in type.Fields)
        {
            Name(field.Coordinate, field.Name);
            if (!field.Type.IsOutput)
            {
                Report($"\"{field.Coordinate}\" has the type {field.Type}, which is for input only.", Nodes(type));
            }

            InputValues(field.Coordinate, field.Arguments);
        }
    }

    private void InputValues(string owner, IEnumerable<InputValue> values)
    {
        foreach (var value in values)
        {
            var coordinate = $"{owner}({value.Name}:)";
            Name(coordinate, value.Name);
            InputValue(coordinate, value);
        }
    }

    private void InputValue(string coordinate, InputValue value)
    {
        if (!value.Type.IsInput)
        {
            Report($"\"{coordinate}\" has the type {value.Type}, which is for output only.", Nodes(value));
        }
        else if (value.IsRequired && value.DeprecationReason is not null)
        {
            Report($"\"{coordinate}\" is required and so cannot be deprecated.", Nodes(value));
        }
    }

    // 3.8: at least one member, each once, all of them objects.
    private void Union(UnionType union)
    {
        var members = document.Definitions.OfType<UnionTypeNode>().Where(n => n.Name.Value == union.Name).SelectMany(n => n.Types).ToList();
        if (members.Count == 0)
        {
            Report($"The union \"{union.Name}\" has no types.", Nodes(union));
        }

        foreach (var group in members.GroupBy(m => m.Name.Value, StringComparer.Ordinal))
        {
            if (group.Count() > 1)
            {
                Report($"The union \"{union.Name}\" has \"{group.Key}\" more than once.", [.. group]);
            }
            else if (schema[group.Key] is not ObjectType)
            {
                Report($"The union \"{union.Name}\" has \"{group.Key}\", which is no object type.", [.. group]);
            }
        }
    }

    // 3.9: at least one value, none that introspection might have.
    private void Enum(EnumType e)
    {
        if (e.Values.Count == 0)
        {
            Report($"The enum \"{e.Name}\" has no values.", Nodes(e));
        }

        foreach (var value in e.Values)
        {
            Name($"{e.Name}.{value.Name}", value.Name);
        }
    }

    private void InputObject(InputObjectType input)
    {
        if (input.Fields.Count == 0)
        {
            Report($"The input object \"{input.Name}\" has no fields.", Nodes(input));
        }

        foreach (var field in input.Fields)
        {
            var coordinate = $"{input.Name}.{field.Name}";
            Name(coordinate, field.Name);
            InputValue(coordinate, field);
            if (input.IsOneOf && (field.Type is NonNullType || field.DefaultLiteral is not null))
            {
                Report($"\"{coordinate}\" of a @oneOf input object is to be nullable and without default.", Nodes(field));
            }
        }
    }

    private void Name(string coordinate, string name)
    {
        if (name.StartsWith("__", StringComparison.Ordinal))
        {
            Report($"\"{coordinate}\" begins with two underscores, which introspection keeps for itself (4.1).");
        }
    }

    private SyntaxNode[] Nodes(NamedType type) =>
        [.. document.Definitions.OfType<TypeDefinitionNode>().Where(n => n.Name.Value == type.Name)];

    private static SyntaxNode[] Nodes(InputValue value) => value.Node is null ? [] : [value.Node];

    private void Report(string message, params SyntaxNode[] nodes) =>
        errors.Add(new GraphQLError(message) { Locations = [.. nodes.Select(document.LocationOf)] });
}
