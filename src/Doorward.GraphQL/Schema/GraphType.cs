namespace Doorward.GraphQL.Schema;

/// <summary>A type, named or wrapped (specification 3.4). There is one instance for each, so types compare by reference.</summary>
public abstract class GraphType
{
    private ListType? list;
    private NonNullType? nonNull;

    /// <summary>A list of this type (3.11).</summary>
    public ListType List => list ??= new ListType(this);

    /// <summary>This type without null (3.12).</summary>
    public GraphType NonNull => this as NonNullType ?? (nonNull ??= new NonNullType(this));

    /// <summary>This type with null.</summary>
    public GraphType Nullable => this is NonNullType n ? n.Type : this;

    /// <summary>The type under all wrappers.</summary>
    public NamedType Named => this switch
    {
        ListType l => l.ItemType.Named,
        NonNullType n => n.Type.Named,
        _ => (NamedType)this,
    };

    /// <summary>Whether values of it may be written by clients (3.4.2, IsInputType).</summary>
    public bool IsInput => Named is ScalarType or EnumType or InputObjectType;

    /// <summary>Whether fields may have it (3.4.2, IsOutputType).</summary>
    public bool IsOutput => Named is not InputObjectType;

    /// <summary>Whether it is a scalar or an enum.</summary>
    public bool IsLeaf => this is ScalarType or EnumType;

    /// <summary>Whether it has selections: an object, an interface or a union.</summary>
    public bool IsComposite => this is ObjectType or InterfaceType or UnionType;

    /// <summary>Whether values of several object types belong to it.</summary>
    public bool IsAbstract => this is InterfaceType or UnionType;
}

/// <summary>A list (3.11).</summary>
public sealed class ListType : GraphType
{
    internal ListType(GraphType itemType) => ItemType = itemType;

    /// <summary>The type of the items.</summary>
    public GraphType ItemType { get; }

    /// <inheritdoc />
    public override string ToString() => $"[{ItemType}]";
}

/// <summary>A type that is never null (3.12).</summary>
public sealed class NonNullType : GraphType
{
    internal NonNullType(GraphType type) => Type = type;

    /// <summary>The type itself.</summary>
    public GraphType Type { get; }

    /// <inheritdoc />
    public override string ToString() => Type + "!";
}
