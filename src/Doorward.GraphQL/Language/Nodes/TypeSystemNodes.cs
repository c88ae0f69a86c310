namespace Doorward.GraphQL.Language;

/// <summary>A definition or extension of the type system (3).</summary>
public abstract class TypeSystemNode(StringValueNode? description, int start, int end) : DefinitionNode(description, start, end)
{
    /// <summary>Whether it extends what is defined elsewhere.</summary>
    public bool IsExtension { get; init; }

    /// <summary>The directives on it.</summary>
    public required IReadOnlyList<DirectiveNode> Directives { get; init; }
}

/// <summary>The schema's root operations (3.3).</summary>
public sealed class SchemaDefinitionNode(StringValueNode? description, int start, int end)
    : TypeSystemNode(description, start, end)
{
    /// <summary>Which type answers which kind of operation.</summary>
    public required IReadOnlyList<OperationTypeNode> OperationTypes { get; init; }
}

/// <summary>A root operation type (3.3.1).</summary>
public sealed class OperationTypeNode(OperationKind kind, NamedTypeNode type, int start, int end) : SyntaxNode(start, end)
{
    /// <summary>Query, mutation or subscription.</summary>
    public OperationKind Kind { get; } = kind;

    /// <summary>The type that answers it.</summary>
    public NamedTypeNode Type { get; } = type;
}

/// <summary>A definition or extension of a type (3.4).</summary>
public abstract class TypeDefinitionNode(StringValueNode? description, int start, int end)
    : TypeSystemNode(description, start, end)
{
    /// <summary>The type's name.</summary>
    public required NameNode Name { get; init; }
}

/// <summary>A scalar (3.5).</summary>
public sealed class ScalarTypeNode(StringValueNode? description, int start, int end)
    : TypeDefinitionNode(description, start, end);

/// <summary>An object or an interface (3.6, 3.7).</summary>
public abstract class FieldsTypeNode(StringValueNode? description, int start, int end)
    : TypeDefinitionNode(description, start, end)
{
    /// <summary>The interfaces it implements.</summary>
    public required IReadOnlyList<NamedTypeNode> Interfaces { get; init; }

    /// <summary>Its fields.</summary>
    public required IReadOnlyList<FieldDefinitionNode> Fields { get; init; }
}

/// <summary>An object type (3.6).</summary>
public sealed class ObjectTypeNode(StringValueNode? description, int start, int end) : FieldsTypeNode(description, start, end);

/// <summary>An interface (3.7).</summary>
public sealed class InterfaceTypeNode(StringValueNode? description, int start, int end) : FieldsTypeNode(description, start, end);

/// <summary>A union (3.8).</summary>
public sealed class UnionTypeNode(StringValueNode? description, int start, int end) : TypeDefinitionNode(description, start, end)
{
    /// <summary>The types it may be.</summary>
    public required IReadOnlyList<NamedTypeNode> Types { get; init; }
}

/// <summary>An enum (3.9).</summary>
public sealed class EnumTypeNode(StringValueNode? description, int start, int end) : TypeDefinitionNode(description, start, end)
{
    /// <summary>Its values.</summary>
    public required IReadOnlyList<EnumValueDefinitionNode> Values { get; init; }
}

/// <summary>An input object (3.10).</summary>
public sealed class InputObjectTypeNode(StringValueNode? description, int start, int end)
    : TypeDefinitionNode(description, start, end)
{
    /// <summary>Its fields.</summary>
    public required IReadOnlyList<InputValueDefinitionNode> Fields { get; init; }
}

/// <summary>A field of an object or interface (3.6).</summary>
public sealed class FieldDefinitionNode(NameNode name, int start, int end) : SyntaxNode(start, end)
{
    /// <summary>The field's name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The description in front of it.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>Its arguments (3.6.1).</summary>
    public required IReadOnlyList<InputValueDefinitionNode> Arguments { get; init; }

    /// <summary>Its type.</summary>
    public required TypeNode Type { get; init; }

    /// <summary>The directives on it.</summary>
    public required IReadOnlyList<DirectiveNode> Directives { get; init; }
}

/// <summary>An argument or an input field (3.6.1, 3.10).</summary>
public sealed class InputValueDefinitionNode(NameNode name, int start, int end) : SyntaxNode(start, end)
{
    /// <summary>Its name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The description in front of it.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>Its type.</summary>
    public required TypeNode Type { get; init; }

    /// <summary>The value it takes when none is given.</summary>
    public ValueNode? DefaultValue { get; init; }

    /// <summary>The directives on it.</summary>
    public required IReadOnlyList<DirectiveNode> Directives { get; init; }
}

/// <summary>A value of an enum (3.9).</summary>
public sealed class EnumValueDefinitionNode(NameNode name, int start, int end) : SyntaxNode(start, end)
{
    /// <summary>The value's name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The description in front of it.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The directives on it.</summary>
    public required IReadOnlyList<DirectiveNode> Directives { get; init; }
}

/// <summary>A directive (3.13).</summary>
public sealed class DirectiveDefinitionNode(StringValueNode? description, int start, int end)
    : TypeSystemNode(description, start, end)
{
    /// <summary>The directive's name, without "@".</summary>
    public required NameNode Name { get; init; }

    /// <summary>Its arguments.</summary>
    public required IReadOnlyList<InputValueDefinitionNode> Arguments { get; init; }

    /// <summary>Whether it may stand more than once at one place.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Where it may stand, by the names of 3.13.</summary>
    public required IReadOnlyList<NameNode> Locations { get; init; }
}
