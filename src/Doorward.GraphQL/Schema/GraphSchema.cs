using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Schema;

/// <summary>A type system (specification 3): built from SDL, checked, immutable afterwards.</summary>
public sealed class GraphSchema
{
    private readonly Dictionary<string, NamedType> types;
    private readonly Dictionary<NamedType, ObjectType[]> possibleTypes = [];

    internal GraphSchema(
        string? description, IEnumerable<NamedType> types, IEnumerable<DirectiveDefinition> directives,
        ObjectType? query, ObjectType? mutation, ObjectType? subscription)
    {
        Description = description;
        Types = [.. types];
        this.types = Types.ToDictionary(t => t.Name, StringComparer.Ordinal);
        Directives = new NamedList<DirectiveDefinition>(directives);
        Query = query;
        Mutation = mutation;
        Subscription = subscription;
        for (var i = 0; i < Types.Count; i++)
        {
            Types[i].Index = i;
        }

        foreach (var type in Types.Where(t => t.IsAbstract))
        {
            possibleTypes[type] = type is UnionType union
                ? [.. union.Types]
                : [.. Types.OfType<ObjectType>().Where(o => o.Interfaces.Contains(type))];
        }
    }

    /// <summary>What the schema says of itself.</summary>
    public string? Description { get; }

    /// <summary>All named types, the built-in ones included.</summary>
    public IReadOnlyList<NamedType> Types { get; }

    /// <summary>All directives, the built-in ones included.</summary>
    public NamedList<DirectiveDefinition> Directives { get; }

    /// <summary>The type that answers queries. Null only in a schema that did not pass its checks.</summary>
    public ObjectType? Query { get; }

    /// <summary>The type that answers mutations.</summary>
    public ObjectType? Mutation { get; }

    /// <summary>The type that answers subscriptions.</summary>
    public ObjectType? Subscription { get; }

    /// <summary>The type of this name, or null.</summary>
    public NamedType? this[string name] => types.GetValueOrDefault(name);

    /// <summary>
    /// The element that a schema coordinate names (2.14): a type, field, input field, enum value, argument or directive;
    /// null where the last part names nothing.
    /// </summary>
    /// <exception cref="ArgumentException">What contains the element does not exist.</exception>
    public INamed? Find(SchemaCoordinate coordinate) => coordinate.Resolve(this);

    /// <summary>Builds and checks a schema from SDL (3.1 to 3.13).</summary>
    /// <exception cref="SyntaxException">The text is not GraphQL.</exception>
    /// <exception cref="SchemaException">It breaks rules of the type system; all of them are listed.</exception>
    public static GraphSchema Parse(string sdl) => SchemaBuilder.Build(Parser.Parse(sdl, ParserLimits.Trusted));

    /// <summary>The root type of a kind of operation, or null.</summary>
    public ObjectType? Root(OperationKind kind) => kind switch
    {
        OperationKind.Query => Query,
        OperationKind.Mutation => Mutation,
        _ => Subscription,
    };

    /// <summary>The object types that values of a composite type may have (5.5.2.3, GetPossibleTypes).</summary>
    public IReadOnlyList<ObjectType> PossibleTypes(NamedType type) =>
        type is ObjectType o ? [o] : possibleTypes.TryGetValue(type, out var possible) ? possible : [];

    /// <summary>Whether a composite type includes an object type or interface.</summary>
    public static bool IsPossible(NamedType abstractType, NamedType type) => abstractType switch
    {
        UnionType union => union.Types.Contains(type),
        InterfaceType i => type is FieldsType f && f.Interfaces.Contains(i),
        _ => false,
    };

    /// <summary>Whether some object could be of both types.</summary>
    public bool Overlap(NamedType a, NamedType b) =>
        ReferenceEquals(a, b) || PossibleTypes(a).Intersect(PossibleTypes(b)).Any();

    /// <summary>Whether each value of <paramref name="type"/> is one of <paramref name="super"/> too (3.6.1, 5.8.5).</summary>
    public static bool IsSubtype(GraphType type, GraphType super) => (type, super) switch
    {
        _ when ReferenceEquals(type, super) => true,
        (NonNullType t, NonNullType s) => IsSubtype(t.Type, s.Type),
        (_, NonNullType) => false,
        (NonNullType t, _) => IsSubtype(t.Type, super),
        (ListType t, ListType s) => IsSubtype(t.ItemType, s.ItemType),
        (NamedType t, NamedType s) => s.IsAbstract && IsPossible(s, t),
        _ => false,
    };

    /// <summary>The type a reference names, or null when there is none of that name.</summary>
    public GraphType? Resolve(TypeNode node) => node switch
    {
        NonNullTypeNode n => Resolve(n.Type)?.NonNull,
        ListTypeNode l => Resolve(l.ItemType)?.List,
        NamedTypeNode n => this[n.Name.Value],
        _ => null,
    };

    /// <summary>A field of a composite type, the meta fields of 4.1 and 4.2 included.</summary>
    internal FieldDefinition? Field(NamedType parent, string name) => name switch
    {
        "__typename" when parent.IsComposite => Introspection.MetaFields.TypeName,
        "__schema" when ReferenceEquals(parent, Query) => MetaSchema,
        "__type" when ReferenceEquals(parent, Query) => MetaType,
        _ => (parent as FieldsType)?.Fields[name],
    };

    internal FieldDefinition? MetaSchema { get; set; }

    internal FieldDefinition? MetaType { get; set; }
}
