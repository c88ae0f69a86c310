namespace Doorward.GraphQL.Language;

/// <summary>A value written in a document (2.9).</summary>
public abstract class ValueNode(int start, int end) : SyntaxNode(start, end);

/// <summary>A variable used (2.10).</summary>
public sealed class VariableNode(NameNode name, int start, int end) : ValueNode(start, end)
{
    /// <summary>The variable's name, without "$".</summary>
    public NameNode Name { get; } = name;
}

/// <summary>An integer, as it was written (2.9.1).</summary>
public sealed class IntValueNode(string value, int start, int end) : ValueNode(start, end)
{
    /// <summary>The digits.</summary>
    public string Value { get; } = value;
}

/// <summary>A decimal number, as it was written (2.9.2).</summary>
public sealed class FloatValueNode(string value, int start, int end) : ValueNode(start, end)
{
    /// <summary>The digits.</summary>
    public string Value { get; } = value;
}

/// <summary>A string, its escapes resolved (2.9.4).</summary>
public sealed class StringValueNode(string value, bool isBlock, int start, int end) : ValueNode(start, end)
{
    /// <summary>The characters.</summary>
    public string Value { get; } = value;

    /// <summary>Whether it was written between triple quotes.</summary>
    public bool IsBlock { get; } = isBlock;
}

/// <summary>true or false (2.9.3).</summary>
public sealed class BooleanValueNode(bool value, int start, int end) : ValueNode(start, end)
{
    /// <summary>The value.</summary>
    public bool Value { get; } = value;
}

/// <summary>null (2.9.5).</summary>
public sealed class NullValueNode(int start, int end) : ValueNode(start, end);

/// <summary>An enum value (2.9.6).</summary>
public sealed class EnumValueNode(string value, int start, int end) : ValueNode(start, end)
{
    /// <summary>The value's name.</summary>
    public string Value { get; } = value;
}

/// <summary>A list (2.9.7).</summary>
public sealed class ListValueNode(IReadOnlyList<ValueNode> values, int start, int end) : ValueNode(start, end)
{
    /// <summary>The items.</summary>
    public IReadOnlyList<ValueNode> Values { get; } = values;
}

/// <summary>An input object (2.9.8).</summary>
public sealed class ObjectValueNode(IReadOnlyList<ObjectFieldNode> fields, int start, int end) : ValueNode(start, end)
{
    /// <summary>The fields in their order.</summary>
    public IReadOnlyList<ObjectFieldNode> Fields { get; } = fields;
}

/// <summary>A field of an input object (2.9.8).</summary>
public sealed class ObjectFieldNode(NameNode name, ValueNode value, int start, int end) : SyntaxNode(start, end)
{
    /// <summary>The field's name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>Its value.</summary>
    public ValueNode Value { get; } = value;
}

/// <summary>A reference to a type (2.11).</summary>
public abstract class TypeNode(int start, int end) : SyntaxNode(start, end);

/// <summary>A type by its name (2.11).</summary>
public sealed class NamedTypeNode(NameNode name) : TypeNode(name.Start, name.End)
{
    /// <summary>The type's name.</summary>
    public NameNode Name { get; } = name;
}

/// <summary>A list of a type (2.11).</summary>
public sealed class ListTypeNode(TypeNode itemType, int start, int end) : TypeNode(start, end)
{
    /// <summary>The type of the items.</summary>
    public TypeNode ItemType { get; } = itemType;
}

/// <summary>A type that is never null (2.11).</summary>
public sealed class NonNullTypeNode(TypeNode type, int start, int end) : TypeNode(start, end)
{
    /// <summary>The type itself.</summary>
    public TypeNode Type { get; } = type;
}
