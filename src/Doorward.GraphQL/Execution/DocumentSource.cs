using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Execution;

/// <summary>Finds the document a request means: by its text, by a hash sent before, or among the trusted ones.</summary>
internal sealed class DocumentSource(GraphSchema schema, GraphOptions options)
{
    private readonly DocumentCache cache = new(options.DocumentCacheBytes);
    private readonly DocumentCache persisted = new(options.DocumentCacheBytes);

    public PreparedDocument? Find(GraphRequest request, out GraphQLError? problem)
    {
        problem = null;
        var hash = Hash(request.Extensions);
        if (options.TrustedDocuments is { } trusted)
        {
            return Trusted(request, trusted, hash, out problem);
        }

        if (hash is not null && options.AutomaticPersistedQueries)
        {
            return Persisted(request, hash, out problem);
        }

        if (request.Query is null && request.RawQuery.IsEmpty)
        {
            problem = request.DocumentId is not null || hash is not null
                ? new GraphQLError("This server keeps no such document.", GraphQLErrorCodes.PersistedQueryNotFound)
                : new GraphQLError("The request has no \"query\".", GraphQLErrorCodes.BadRequest);
            return null;
        }

        if (!request.RawQuery.IsEmpty)
        {
            if (!cache.TryGet(request.RawQuery.Span, out var known))
            {
                if (request.Text is not { } text)
                {
                    problem = new GraphQLError("The \"query\" is no Unicode text.", GraphQLErrorCodes.BadRequest);
                    return null;
                }

                known = PreparedDocument.Prepare(text, schema, options);
                cache.Add(request.RawQuery.Span, known);
            }

            return known;
        }

        return ByText(request.Query!);
    }

    private PreparedDocument ByText(string text)
    {
        // a quote cannot stand unescaped in the raw form, so these keys meet those only where the text is the same
        var key = Encoding.UTF8.GetBytes("\"" + text);
        if (!cache.TryGet(key, out var document))
        {
            document = PreparedDocument.Prepare(text, schema, options);
            cache.Add(key, document);
        }

        return document;
    }

    private PreparedDocument? Trusted(GraphRequest request, IReadOnlyDictionary<string, string> trusted, string? hash, out GraphQLError? problem)
    {
        var id = request.DocumentId ?? hash ?? (request.Text is { } given ? Sha256(given) : null);
        if (id is not null && (trusted.TryGetValue(id, out var text)
            || (id.StartsWith("sha256:", StringComparison.Ordinal) && trusted.TryGetValue(id[7..], out text))))
        {
            problem = null;
            return ByText(text);
        }

        problem = new GraphQLError("Only documents known to this server may be run.", GraphQLErrorCodes.DocumentNotTrusted);
        return null;
    }

    // Automatic persisted queries: the hash alone, and when that is not known the hash with the text.
    private PreparedDocument? Persisted(GraphRequest request, string hash, out GraphQLError? problem)
    {
        problem = null;
        var key = Encoding.UTF8.GetBytes(hash);
        if (request.Text is not { } text)
        {
            if (!persisted.TryGet(key, out var known))
            {
                problem = new GraphQLError("PersistedQueryNotFound", GraphQLErrorCodes.PersistedQueryNotFound);
            }

            return known;
        }

        if (Sha256(text) != hash)
        {
            problem = new GraphQLError("The hash is not that of the document.", GraphQLErrorCodes.PersistedQueryMismatch);
            return null;
        }

        var document = ByText(text);
        if (document.Errors.Count == 0)
        {
            persisted.Add(key, document);
        }

        return document;
    }

    private static string? Hash(JsonElement extensions) =>
        extensions.ValueKind == JsonValueKind.Object && extensions.TryGetProperty("persistedQuery", out var persisted)
        && persisted.ValueKind == JsonValueKind.Object && persisted.TryGetProperty("sha256Hash", out var hash) && hash.ValueKind == JsonValueKind.String
            ? hash.GetString() : null;

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
