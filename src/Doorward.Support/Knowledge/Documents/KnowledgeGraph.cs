using Doorward.GraphQL;
using Doorward.GraphQL.Schema;
using Doorward.Support.Graph;

namespace Doorward.Support.Knowledge;

/// <summary>Binds <c>Knowledge.graphql</c>.</summary>
internal static class KnowledgeGraph
{
    public static GraphDefinition BindKnowledge(this GraphDefinition graph) => graph
        .Scalar("Date", Moments.Date)
        .Type<Document>("Document")
        .Type<DocumentVersion>("DocumentVersion")
        .Query("documents", (bool withdrawn, int? first, string? after, DocumentReads documents, CancellationToken cancellation) =>
            documents.List(withdrawn, first, after, cancellation))
        .Query("document", (Guid id, DocumentReads documents, CancellationToken cancellation) => documents.Find(id, cancellation))
        .Query("searchKnowledge", (string text, string? language, string audience, int first, DocumentReads documents, CancellationToken cancellation) =>
            documents.Search(text, language, audience, first, cancellation))
        .Mutation("importDocuments", (ImportDocumentsInput input, DocumentImports imports, CancellationToken cancellation) => imports.Import(input, cancellation))
        .Field("Document", "audience", (Document document) => document.Audience.ToUpperInvariant())
        .Field("Document", "isStale", (Document document, TimeProvider time) => document.ValidUntil < DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime))
        .Field("Document", "versions", (Document document, int first, DocumentReads documents, CancellationToken cancellation) => documents.Versions(document, first, cancellation))
        .Field("DocumentVersion", "audience", (DocumentVersion version) => version.Audience.ToUpperInvariant())
        .Field("DocumentVersion", "importedBy", (DocumentVersion version, PersonById people) => people.Of(version.PersonId))
        .Field("DocumentVersion", "chunks", (DocumentVersion version, DocumentReads documents, CancellationToken cancellation) => documents.Chunks(version, cancellation));
}
