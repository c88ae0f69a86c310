using Doorward.GraphQL.Language;
using Doorward.GraphQL.Limits;
using Doorward.GraphQL.Schema;
using Doorward.GraphQL.Validation;

namespace Doorward.GraphQL.Execution;

/// <summary>A document that was parsed and validated once, for good or for bad: refused documents are remembered too.</summary>
internal sealed class PreparedDocument
{
    private readonly Dictionary<string, PreparedOperation> byName = new(StringComparer.Ordinal);

    private PreparedDocument(IReadOnlyList<GraphQLError> errors, int tokens, int length)
    {
        Errors = errors;
        if (errors.Count > 0)
        {
            ErrorResponse = ResponseWriter.RequestErrors(errors);
        }

        // a token makes roughly one node of the tree and its share of plan
        Weight = 512 + (length * 2L) + (tokens * 240L) + (ErrorResponse?.Length ?? 0);
    }

    public IReadOnlyList<GraphQLError> Errors { get; }

    /// <summary>The whole response for a document that does not run.</summary>
    public byte[]? ErrorResponse { get; }

    /// <summary>About how many bytes it takes in memory.</summary>
    public long Weight { get; }

    public static PreparedDocument Prepare(string text, GraphSchema schema, GraphOptions options)
    {
        var limits = options.Limits;
        DocumentNode document;
        try
        {
            document = Parser.Parse(text, new ParserLimits { MaxTokens = limits.MaxTokens, MaxNesting = Math.Max(200, limits.MaxDepth * 2) });
        }
        catch (SyntaxException syntax)
        {
            return new PreparedDocument([syntax.ToError()], 0, text.Length);
        }

        IReadOnlyList<GraphQLError> errors = DocumentLimits.Count(document, limits);
        errors = errors.Count > 0 ? errors : DocumentValidator.Validate(schema, document, limits.MaxErrors);
        errors = errors.Count > 0 ? errors : DocumentLimits.Measure(document, schema, options);
        var prepared = new PreparedDocument(errors, document.TokenCount, text.Length);
        if (errors.Count == 0)
        {
            foreach (var operation in document.Definitions.OfType<OperationDefinitionNode>())
            {
                prepared.byName.Add(operation.Name?.Value ?? "", new PreparedOperation(document, operation, schema));
            }
        }

        return prepared;
    }

    /// <summary>GetOperation (6.1): by name, or the only one.</summary>
    public PreparedOperation? Operation(string? name, out string? problem)
    {
        problem = null;
        if (string.IsNullOrEmpty(name))
        {
            problem = byName.Count == 1 ? null
                : byName.Count == 0 ? "The document has no operation to run." : "The document has several operations: say which by operationName.";
            return byName.Count == 1 ? byName.Values.First() : null;
        }

        problem = byName.ContainsKey(name) ? null : $"The document has no operation named \"{name}\".";
        return byName.GetValueOrDefault(name);
    }
}
