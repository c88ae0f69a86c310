using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.GraphQL;

/// <summary>
/// Joins a schema and a definition, once at start. Everything that does not fit is found now and reported together, naming
/// the field of the schema and the method or property of the code.
/// </summary>
internal sealed partial class GraphBinder
{
    private readonly GraphSchema schema;
    private readonly GraphDefinition definition;
    private readonly IServiceProviderIsService? services;
    private readonly List<GraphQLError> errors = [];
    private readonly Queue<ObjectType> pending = [];
    private readonly HashSet<ObjectType> seen = [];
    private readonly Dictionary<ObjectType, Type> clrTypes = [];

    private GraphBinder(GraphSchema schema, GraphDefinition definition, IServiceProviderIsService? services)
    {
        this.schema = schema;
        this.definition = Introspection.MetaFields.Define(definition.Copy(Root));
        this.services = services;
        Completers = new CompleterFactory(this);
        Parameters = new ParameterBinder(this, services);
    }

    public CompleterFactory Completers { get; }

    public ParameterBinder Parameters { get; }

    public static void Bind(GraphSchema schema, GraphDefinition definition, IServiceProviderIsService? services)
    {
        var binder = new GraphBinder(schema, definition, services);
        binder.Names();
        binder.Scalars();
        binder.Types();
        binder.MetaFields();
        if (binder.errors.Count > 0)
        {
            throw new SchemaException(binder.errors);
        }
    }

    public void Report(string message) => errors.Add(new GraphQLError(message));

    public Type? ClrTypeOf(ObjectType type) => clrTypes.GetValueOrDefault(type);

    /// <summary>A field of this composite type is served by this CLR type: notes it, or says why that cannot be.</summary>
    public string? Learn(NamedType type, Type clr)
    {
        if (type is not ObjectType o)
        {
            return null;
        }

        if (clrTypes.TryGetValue(o, out var known))
        {
            return known.IsAssignableFrom(clr) || clr == typeof(object) ? null
                : $"{type} is already bound to {Words.Of(known)}, which {Words.Of(clr)} is not";
        }

        if (clr != typeof(object) && !IsDictionary(clr))
        {
            clrTypes[o] = clr;
            Enqueue(o);
        }

        return null;
    }

    // What the definition names must exist in the schema.
    private void Names()
    {
        foreach (var (type, clr) in definition.ClrTypes)
        {
            if (schema[type] is not ObjectType o)
            {
                Report($"{Words.Of(clr)} is bound to \"{type}\", but the schema has no such object type.");
            }
            else
            {
                clrTypes[o] = clr;
            }
        }

        foreach (var (type, field) in definition.Resolvers.Keys)
        {
            if ((schema[type] as ObjectType)?.Fields[field] is null)
            {
                Report($"{Words.Of(definition.Resolvers[(type, field)].Method)} resolves \"{type}.{field}\", which the schema does not have.");
            }
        }

        foreach (var name in definition.TypeResolvers.Keys.Where(n => schema[n] is not { IsAbstract: true }))
        {
            Report($"A type resolver is given for \"{name}\", which is no interface or union of the schema.");
        }
    }

    private void Scalars()
    {
        foreach (var (name, codec) in definition.Scalars)
        {
            if (schema[name] is ScalarType scalar)
            {
                scalar.Codec = codec;
            }
            else
            {
                Report($"A codec is given for \"{name}\", which is no scalar of the schema.");
            }
        }
    }

    // Roots and bound types first: what their resolvers return says what the other types are.
    private void Types()
    {
        var all = schema.Types.OfType<ObjectType>().ToList();
        foreach (var type in all.Where(t => clrTypes.ContainsKey(t) || IsRoot(t)
            || t.Fields.Any(f => definition.Resolvers.ContainsKey((t.Name, f.Name)))))
        {
            Enqueue(type);
        }

        Drain();
        foreach (var type in all)
        {
            Enqueue(type);
        }

        Drain();
    }

    private void MetaFields()
    {
        var view = new Introspection.SchemaView(schema);
        schema.MetaSchema!.Binding = new ResolverCompiler(this, schema.Query!, schema.MetaSchema).Compile(() => view, false);
        schema.MetaType!.Binding = new ResolverCompiler(this, schema.Query!, schema.MetaType)
            .Compile((string name) => schema[name] is { } type ? new Introspection.TypeView(schema, type) : null, false);
    }

    private void Drain()
    {
        // fields with resolvers first: a type of which only the resolvers are known may learn its CLR type from others
        var later = new List<ObjectType>();
        while (pending.TryDequeue(out var type))
        {
            foreach (var field in type.Fields)
            {
                if (definition.Resolvers.TryGetValue((type.Name, field.Name), out var resolver))
                {
                    field.Binding ??= new ResolverCompiler(this, type, field).Compile(resolver, IsSubscription(type));
                }
            }

            if (clrTypes.ContainsKey(type))
            {
                Properties(type);
            }
            else
            {
                later.Add(type);
            }
        }

        foreach (var type in later)
        {
            Properties(type);
        }
    }

    private void Properties(ObjectType type)
    {
        foreach (var field in type.Fields.Where(f => f.Binding is null && !definition.Resolvers.ContainsKey((type.Name, f.Name))))
        {
            var clr = clrTypes.GetValueOrDefault(type);
            if (clr is null && definition.ServesDictionaries && !type.Name.StartsWith("__", StringComparison.Ordinal))
            {
                field.Binding = DictionaryField.Bind(this, field, IsSubscription(type));
            }
            else if (clr is null)
            {
                Report($"\"{field.Coordinate}\" ({field.Type}) has no resolver" + (IsRoot(type) ? "."
                    : $", and no CLR type is known for {type}: bind one with Type<…>(\"{type}\")."));
            }
            else if (Member(clr, field.Name) is not { } member)
            {
                Report($"\"{field.Coordinate}\" ({field.Type}) has no resolver, and {Words.Of(clr)} has no property of that name.");
            }
            else
            {
                field.Binding = new ResolverCompiler(this, type, field).Compile(clr, member);
            }
        }
    }

    private void Enqueue(ObjectType type)
    {
        if (seen.Add(type))
        {
            pending.Enqueue(type);
        }
    }

    // Query("…") means the query type, whatever the schema calls it.
    private string Root(string name) => (name switch
    {
        "Query" when schema["Query"] is null => schema.Query?.Name,
        "Mutation" when schema["Mutation"] is null => schema.Mutation?.Name,
        "Subscription" when schema["Subscription"] is null => schema.Subscription?.Name,
        _ => null,
    }) ?? name;

    private bool IsRoot(ObjectType type) =>
        ReferenceEquals(type, schema.Query) || ReferenceEquals(type, schema.Mutation) || ReferenceEquals(type, schema.Subscription);

    private bool IsSubscription(ObjectType type) => ReferenceEquals(type, schema.Subscription);

    internal static bool IsDictionary(Type clr) => typeof(IReadOnlyDictionary<string, object?>).IsAssignableFrom(clr);
}
