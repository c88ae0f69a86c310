using Doorward.GraphQL.Language;

namespace Doorward.GraphQL;

/// <summary>One entry of a response's <c>errors</c> (specification 7.1.2).</summary>
public sealed class GraphQLError
{
    /// <summary>An error with a message for the developer of the client and a stable code for the client itself.</summary>
    public GraphQLError(string message, string? code = null)
    {
        Message = message;
        Code = code;
    }

    /// <summary>What went wrong, in a sentence.</summary>
    public string Message { get; }

    /// <summary>Lands in <c>extensions.code</c>; <see cref="GraphQLErrorCodes"/> lists the library's own.</summary>
    public string? Code { get; }

    /// <summary>Where in the document, beginning at 1.</summary>
    public IReadOnlyList<SourceLocation> Locations { get; init; } = [];

    /// <summary>Response keys (strings) and list indices (ints) that lead to the field; null for request errors.</summary>
    public IReadOnlyList<object>? Path { get; init; }

    /// <summary>Further members of <c>extensions</c>.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    /// <summary>The validation rule that failed, null for other errors. Not sent to clients.</summary>
    public string? Rule { get; init; }

    /// <inheritdoc />
    public override string ToString() => Locations.Count == 0
        ? Message
        : $"{Message} ({string.Join(", ", Locations.Select(l => $"{l.Line}:{l.Column}"))})";
}
