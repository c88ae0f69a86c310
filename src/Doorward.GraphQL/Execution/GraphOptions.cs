namespace Doorward.GraphQL;

/// <summary>How a GraphQL server behaves.</summary>
public sealed record GraphOptions
{
    /// <summary>What a request may ask for at most.</summary>
    public GraphQLLimits Limits { get; init; } = new();

    /// <summary>
    /// What an exception means that is not a <see cref="RefusalException"/> but foreseen all the same (the database is away, say); null where it is a fault.
    /// </summary>
    public Func<Exception, RefusalException?>? Foreseen { get; init; }

    /// <summary>
    /// Decides whether whoever asks may run an operation, before any of it runs and whatever it came over; null: they may. The services are those of the
    /// request; over WebSocket, of the request that opened it.
    /// </summary>
    public Func<IServiceProvider, AskedOperation, RefusalException?>? Admit { get; init; }

    /// <summary>Whether clients may read the schema through __schema and __type.</summary>
    public bool AllowIntrospection { get; init; } = true;

    /// <summary>How much memory parsed documents may take, roughly, in bytes.</summary>
    public long DocumentCacheBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Whether clients may send the hash of a document instead of the document once it is known.</summary>
    public bool AutomaticPersistedQueries { get; init; } = true;

    /// <summary>
    /// The documents that may be run, by id (for the automatic protocol the lower-case SHA-256 of the text). When set, nothing
    /// else runs.
    /// </summary>
    public IReadOnlyDictionary<string, string>? TrustedDocuments { get; init; }

    /// <summary>Whether GET requests that ask for HTML get GraphiQL.</summary>
    public bool ServeGraphiQL { get; init; } = true;

    /// <summary>The largest request body, in bytes.</summary>
    public int MaxRequestBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How long a WebSocket may stay silent before it has initialised its connection.</summary>
    public TimeSpan ConnectionInitTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often the server pings a WebSocket.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most operations one WebSocket may have open.</summary>
    public int MaxOperationsPerConnection { get; init; } = 100;

    /// <summary>The most messages a WebSocket may have waiting to be sent; a client that reads slower is disconnected.</summary>
    public int MaxQueuedMessages { get; init; } = 1_000;

    /// <summary>How often a silent event stream is kept alive.</summary>
    public TimeSpan EventStreamHeartbeat { get; init; } = TimeSpan.FromSeconds(12);
}
