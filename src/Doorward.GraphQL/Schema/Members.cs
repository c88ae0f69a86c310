using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Schema;

/// <summary>A field of an object or interface (3.6).</summary>
public sealed class FieldDefinition(string name, string? description, GraphType type) : INamed
{
    /// <inheritdoc />
    public string Name { get; } = name;

    /// <summary>What the schema says of it.</summary>
    public string? Description { get; } = description;

    /// <summary>Its type.</summary>
    public GraphType Type { get; } = type;

    /// <summary>Its arguments in their order.</summary>
    public NamedList<InputValue> Arguments { get; internal set; } = NamedList<InputValue>.Empty;

    /// <summary>Why it should not be used any more (3.13.3, @deprecated); null while it should.</summary>
    public string? DeprecationReason { get; internal set; }

    /// <summary>The directives on its definition.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; internal set; } = [];

    /// <summary>The type it belongs to.</summary>
    public NamedType? Owner { get; internal set; }

    /// <summary>The schema coordinate, "Type.field" (3.14).</summary>
    public string Coordinate => $"{Owner?.Name}.{Name}";

    internal FieldBinding? Binding { get; set; }

    internal Limits.FieldCost Cost { get; set; } = Limits.FieldCost.Default;
}

/// <summary>An argument or an input field (3.6.1, 3.10).</summary>
public sealed class InputValue(string name, string? description, GraphType type) : INamed
{
    private object? defaultValue = Execution.NotGiven.Value;

    /// <inheritdoc />
    public string Name { get; } = name;

    /// <summary>What the schema says of it.</summary>
    public string? Description { get; } = description;

    /// <summary>Its type.</summary>
    public GraphType Type { get; } = type;

    /// <summary>The default as the schema writes it; null when there is none.</summary>
    public ValueNode? DefaultLiteral { get; internal set; }

    /// <summary>Why it should not be used any more; null while it should.</summary>
    public string? DeprecationReason { get; internal set; }

    /// <summary>The directives on its definition.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; internal set; } = [];

    /// <summary>Whether a value has to be given: it is non-null and has no default (5.4.3).</summary>
    public bool IsRequired => Type is NonNullType && DefaultLiteral is null;

    /// <summary>The coerced default; only where <see cref="DefaultLiteral"/> is set.</summary>
    internal object? DefaultValue => ReferenceEquals(defaultValue, Execution.NotGiven.Value)
        ? defaultValue = Execution.LiteralCoercion.Coerce(DefaultLiteral!, Type, null)
        : defaultValue;

    internal SyntaxNode? Node { get; init; }
}

/// <summary>A value of an enum (3.9).</summary>
public sealed class EnumValue(string name, string? description) : INamed
{
    /// <inheritdoc />
    public string Name { get; } = name;

    /// <summary>What the schema says of it.</summary>
    public string? Description { get; } = description;

    /// <summary>Why it should not be used any more; null while it should.</summary>
    public string? DeprecationReason { get; internal set; }

    internal byte[] Json { get; } = System.Text.Encoding.UTF8.GetBytes($"\"{name}\"");
}

/// <summary>A directive (3.13).</summary>
public sealed class DirectiveDefinition(string name, string? description, IReadOnlyList<string> locations, bool isRepeatable) : INamed
{
    /// <inheritdoc />
    public string Name { get; } = name;

    /// <summary>What the schema says of it.</summary>
    public string? Description { get; } = description;

    /// <summary>Where it may stand, by the names of 3.13.</summary>
    public IReadOnlyList<string> Locations { get; } = locations;

    /// <summary>Whether it may stand more than once at one place.</summary>
    public bool IsRepeatable { get; } = isRepeatable;

    /// <summary>Its arguments in their order.</summary>
    public NamedList<InputValue> Arguments { get; internal set; } = NamedList<InputValue>.Empty;
}
