using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL;

/// <summary>A resolver for everything, which looks at its field itself.</summary>
public delegate ValueTask<object?> FieldResolver(FieldContext context);

/// <summary>
/// What a schema is bound to: CLR types for its object types, resolvers for its fields, codecs for its scalars. A resolver is
/// a plain method; each of its parameters is, in this order of precedence, the parent object (its type says so), the
/// <see cref="CancellationToken"/>, the <see cref="FieldContext"/>, a loader, the argument of the same name, or a service.
/// </summary>
public sealed class GraphDefinition
{
    internal Dictionary<string, Type> ClrTypes { get; } = new(StringComparer.Ordinal);

    internal Dictionary<(string Type, string Field), Delegate> Resolvers { get; } = [];

    internal Dictionary<string, ScalarCodec> Scalars { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, Func<object, string?>> TypeResolvers { get; } = new(StringComparer.Ordinal);

    internal bool ServesDictionaries { get; private set; }

    internal GraphDefinition Copy(Func<string, string> root)
    {
        var copy = new GraphDefinition { ServesDictionaries = ServesDictionaries };
        foreach (var (key, value) in ClrTypes)
        {
            copy.ClrTypes.Add(key, value);
        }

        foreach (var (key, value) in Resolvers)
        {
            copy.Resolvers.Add((root(key.Type), key.Field), value);
        }

        foreach (var (key, value) in Scalars)
        {
            copy.Scalars.Add(key, value);
        }

        foreach (var (key, value) in TypeResolvers)
        {
            copy.TypeResolvers.Add(key, value);
        }

        return copy;
    }

    /// <summary>Says which CLR type is behind an object type. Needed only where no resolver's return type says it.</summary>
    public GraphDefinition Type<T>(string type)
    {
        ClrTypes[type] = typeof(T);
        return this;
    }

    /// <summary>Resolves a field of the query type.</summary>
    public GraphDefinition Query(string field, Delegate resolver) => Field("Query", field, resolver);

    /// <summary>Resolves a field of the mutation type. Throw a <see cref="RefusalException"/> to say no.</summary>
    public GraphDefinition Mutation(string field, Delegate resolver) => Field("Mutation", field, resolver);

    /// <summary>
    /// Opens the source stream of a subscription (specification 6.2.3): the method returns <see cref="IAsyncEnumerable{T}"/>,
    /// each element of which is the field's value in one response.
    /// </summary>
    public GraphDefinition Subscription(string field, Delegate source) => Field("Subscription", field, source);

    /// <summary>Resolves a field. The method returns the value, a task of it, or a value task.</summary>
    public GraphDefinition Field(string type, string field, Delegate resolver)
    {
        if (!Resolvers.TryAdd((type, field), resolver))
        {
            throw new ArgumentException($"{type}.{field} has two resolvers.", nameof(field));
        }

        return this;
    }

    /// <summary>Reads and writes a custom scalar. Without a codec any JSON value passes as it is.</summary>
    public GraphDefinition Scalar(string name, ScalarCodec codec)
    {
        Scalars[name] = codec;
        return this;
    }

    /// <summary>
    /// Says which object type a value of an interface or union has, where its CLR type does not; null leaves it to the CLR type.
    /// </summary>
    public GraphDefinition ResolveType(string abstractType, Func<object, string?> resolve)
    {
        TypeResolvers[abstractType] = resolve;
        return this;
    }

    /// <summary>
    /// Lets dictionaries serve the fields of object types without CLR type; their entry <c>__typename</c> tells unions apart.
    /// Values may be tasks.
    /// </summary>
    public GraphDefinition ServeDictionaries()
    {
        ServesDictionaries = true;
        return this;
    }
}
