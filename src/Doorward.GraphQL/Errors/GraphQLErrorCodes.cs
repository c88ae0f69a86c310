namespace Doorward.GraphQL;

/// <summary>The codes this library itself puts into <c>extensions.code</c>. They are stable: clients may switch on them.</summary>
public static class GraphQLErrorCodes
{
    /// <summary>The document could not be parsed.</summary>
    public const string ParseFailed = "GRAPHQL_PARSE_FAILED";

    /// <summary>The document does not fit the schema.</summary>
    public const string ValidationFailed = "GRAPHQL_VALIDATION_FAILED";

    /// <summary>The request is malformed: no such operation, an unknown parameter, a bad header.</summary>
    public const string BadRequest = "BAD_REQUEST";

    /// <summary>A variable's value does not fit its type.</summary>
    public const string BadUserInput = "BAD_USER_INPUT";

    /// <summary>The hash of an automatic persisted query is not known: send it again with the document.</summary>
    public const string PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND";

    /// <summary>The hash sent is not the hash of the document sent.</summary>
    public const string PersistedQueryMismatch = "PERSISTED_QUERY_MISMATCH";

    /// <summary>Only documents known in advance may be run here.</summary>
    public const string DocumentNotTrusted = "DOCUMENT_NOT_TRUSTED";

    /// <summary>The document has more tokens than allowed.</summary>
    public const string TooManyTokens = "TOO_MANY_TOKENS";

    /// <summary>The document nests deeper than allowed.</summary>
    public const string TooDeep = "TOO_DEEP";

    /// <summary>The document has more aliases than allowed.</summary>
    public const string TooManyAliases = "TOO_MANY_ALIASES";

    /// <summary>The document has more directives than allowed.</summary>
    public const string TooManyDirectives = "TOO_MANY_DIRECTIVES";

    /// <summary>A page or an input list is longer than allowed.</summary>
    public const string ListTooLong = "LIST_TOO_LONG";

    /// <summary>The operation may cost more than allowed.</summary>
    public const string TooCostly = "TOO_COSTLY";

    /// <summary>The schema may not be read through this endpoint.</summary>
    public const string IntrospectionDisabled = "INTROSPECTION_DISABLED";

    /// <summary>Something went wrong that the caller cannot mend; the trace id leads to it in the logs.</summary>
    public const string Internal = "INTERNAL_SERVER_ERROR";
}
