using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Introspection;

/// <summary>The schema as __Schema shows it (4.2.1).</summary>
internal sealed class SchemaView(GraphSchema schema)
{
    public string? Description => schema.Description;

    public IEnumerable<TypeView> Types => schema.Types.Select(t => new TypeView(schema, t));

    public TypeView QueryType => new(schema, schema.Query!);

    public TypeView? MutationType => schema.Mutation is { } type ? new TypeView(schema, type) : null;

    public TypeView? SubscriptionType => schema.Subscription is { } type ? new TypeView(schema, type) : null;

    public IEnumerable<DirectiveView> Directives => schema.Directives.Select(d => new DirectiveView(schema, d));
}

/// <summary>A type as __Type shows it (4.2.2).</summary>
internal sealed class TypeView(GraphSchema schema, GraphType type)
{
    public string Kind => type switch
    {
        ScalarType => "SCALAR",
        ObjectType => "OBJECT",
        InterfaceType => "INTERFACE",
        UnionType => "UNION",
        EnumType => "ENUM",
        InputObjectType => "INPUT_OBJECT",
        ListType => "LIST",
        _ => "NON_NULL",
    };

    public string? Name => (type as NamedType)?.Name;

    public string? Description => (type as NamedType)?.Description;

    public string? SpecifiedByUrl => (type as ScalarType)?.SpecifiedByUrl;

    public IEnumerable<TypeView>? Interfaces => (type as FieldsType)?.Interfaces.Select(i => new TypeView(schema, i));

    public IEnumerable<TypeView>? PossibleTypes =>
        type.IsAbstract ? schema.PossibleTypes((NamedType)type).Select(t => new TypeView(schema, t)) : null;

    public TypeView? OfType => type switch
    {
        ListType list => new TypeView(schema, list.ItemType),
        NonNullType nonNull => new TypeView(schema, nonNull.Type),
        _ => null,
    };

    public bool? IsOneOf => (type as InputObjectType)?.IsOneOf;

    public IEnumerable<FieldView>? Fields(bool includeDeprecated) =>
        (type as FieldsType)?.Fields.Where(f => includeDeprecated || f.DeprecationReason is null).Select(f => new FieldView(schema, f));

    public IEnumerable<EnumValueView>? EnumValues(bool includeDeprecated) =>
        (type as EnumType)?.Values.Where(v => includeDeprecated || v.DeprecationReason is null).Select(v => new EnumValueView(v));

    public IEnumerable<InputValueView>? InputFields(bool includeDeprecated) =>
        type is InputObjectType input ? InputValueView.Of(schema, input.Fields, includeDeprecated) : null;
}

/// <summary>A field as __Field shows it (4.2.3).</summary>
internal sealed class FieldView(GraphSchema schema, FieldDefinition definition)
{
    public string Name => definition.Name;

    public string? Description => definition.Description;

    public TypeView Type => new(schema, definition.Type);

    public bool IsDeprecated => definition.DeprecationReason is not null;

    public string? DeprecationReason => definition.DeprecationReason;

    public IEnumerable<InputValueView> Args(bool includeDeprecated) => InputValueView.Of(schema, definition.Arguments, includeDeprecated);
}

/// <summary>An argument or input field as __InputValue shows it (4.2.4).</summary>
internal sealed class InputValueView(GraphSchema schema, InputValue value)
{
    public string Name => value.Name;

    public string? Description => value.Description;

    public TypeView Type => new(schema, value.Type);

    public string? DefaultValue => value.DefaultLiteral is { } literal ? Printer.Print(literal) : null;

    public bool IsDeprecated => value.DeprecationReason is not null;

    public string? DeprecationReason => value.DeprecationReason;

    public static IEnumerable<InputValueView> Of(GraphSchema schema, IEnumerable<InputValue> values, bool includeDeprecated) =>
        values.Where(v => includeDeprecated || v.DeprecationReason is null).Select(v => new InputValueView(schema, v));
}

/// <summary>An enum value as __EnumValue shows it (4.2.5).</summary>
internal sealed class EnumValueView(EnumValue value)
{
    public string Name => value.Name;

    public string? Description => value.Description;

    public bool IsDeprecated => value.DeprecationReason is not null;

    public string? DeprecationReason => value.DeprecationReason;
}

/// <summary>A directive as __Directive shows it (4.2.6).</summary>
internal sealed class DirectiveView(GraphSchema schema, DirectiveDefinition directive)
{
    public string Name => directive.Name;

    public string? Description => directive.Description;

    public bool IsRepeatable => directive.IsRepeatable;

    public IEnumerable<string> Locations => directive.Locations;

    public IEnumerable<InputValueView> Args(bool includeDeprecated) => InputValueView.Of(schema, directive.Arguments, includeDeprecated);
}
