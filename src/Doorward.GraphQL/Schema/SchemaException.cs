namespace Doorward.GraphQL.Schema;

/// <summary>A schema, or the code bound to it, breaks rules. All of what is wrong is listed at once.</summary>
public sealed class SchemaException(IReadOnlyList<GraphQLError> errors)
    : Exception("The GraphQL schema cannot be used:\n" + string.Join('\n', errors.Select(e => "- " + e)))
{
    /// <summary>What is wrong, with places in the schema document.</summary>
    public IReadOnlyList<GraphQLError> Errors { get; } = errors;
}
