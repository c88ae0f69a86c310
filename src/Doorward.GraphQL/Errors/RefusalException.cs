namespace Doorward.GraphQL;

/// <summary>
/// A foreseen no: a resolver throws it, and its code and message reach the client in <c>extensions.code</c> and <c>message</c>.
/// Any other exception becomes one message without internals.
/// </summary>
public sealed class RefusalException(string code, string message) : Exception(message)
{
    /// <summary>Stable: clients switch on it.</summary>
    public string Code { get; } = code;

    /// <summary>Further members of the error's <c>extensions</c>.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }
}
