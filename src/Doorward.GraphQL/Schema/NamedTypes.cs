using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Schema;

/// <summary>A type with a name (3.4).</summary>
public abstract class NamedType(string name, string? description) : GraphType, INamed
{
    /// <summary>The type's name.</summary>
    public string Name { get; } = name;

    /// <summary>What the schema says of it.</summary>
    public string? Description { get; } = description;

    /// <summary>The directives on its definition and on its extensions.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; internal set; } = [];

    /// <summary>A small number of its own within the schema, for tables.</summary>
    internal int Index { get; set; }

    /// <inheritdoc />
    public override string ToString() => Name;
}

/// <summary>A scalar (3.5).</summary>
public sealed class ScalarType(string name, string? description) : NamedType(name, description)
{
    /// <summary>Where its format is specified (3.13.4, @specifiedBy).</summary>
    public string? SpecifiedByUrl { get; internal set; }

    /// <summary>How its values are read and written.</summary>
    public ScalarCodec Codec { get; internal set; } = AnyCodec.Instance;
}

/// <summary>An object or an interface: a type with fields (3.6, 3.7).</summary>
public abstract class FieldsType(string name, string? description) : NamedType(name, description)
{
    /// <summary>The fields in their order.</summary>
    public NamedList<FieldDefinition> Fields { get; internal set; } = NamedList<FieldDefinition>.Empty;

    /// <summary>The interfaces it declares.</summary>
    public IReadOnlyList<InterfaceType> Interfaces { get; internal set; } = [];
}

/// <summary>An object type (3.6).</summary>
public sealed class ObjectType(string name, string? description) : FieldsType(name, description)
{
    internal byte[] TypeNameJson { get; } = System.Text.Encoding.UTF8.GetBytes($"\"{name}\"");
}

/// <summary>An interface (3.7).</summary>
public sealed class InterfaceType(string name, string? description) : FieldsType(name, description);

/// <summary>A union (3.8).</summary>
public sealed class UnionType(string name, string? description) : NamedType(name, description)
{
    /// <summary>The object types it may be.</summary>
    public IReadOnlyList<ObjectType> Types { get; internal set; } = [];
}

/// <summary>An enum (3.9).</summary>
public sealed class EnumType(string name, string? description) : NamedType(name, description)
{
    /// <summary>Its values in their order.</summary>
    public NamedList<EnumValue> Values { get; internal set; } = NamedList<EnumValue>.Empty;
}

/// <summary>An input object (3.10).</summary>
public sealed class InputObjectType(string name, string? description) : NamedType(name, description)
{
    /// <summary>Its fields in their order.</summary>
    public NamedList<InputValue> Fields { get; internal set; } = NamedList<InputValue>.Empty;

    /// <summary>Whether exactly one field is to be given (3.10.1, @oneOf).</summary>
    public bool IsOneOf { get; internal set; }
}
