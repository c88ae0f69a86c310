using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Doorward.Platform.Http;

/// <summary>What the document says before the first route: what this is, where, its sections, and how to sign in.</summary>
internal static class DocumentFront
{
    private const string Text = """
        Doorward is a self-hosted front desk: properties, the slots in which they are shown, and the visits that applicants book.

        **Answers that say no** are `application/problem+json` (RFC 9457). Their `code` is stable and for programs, `error` (the same as `detail`)
        for people; a 422 names each field in `errors`. What belongs to another organization is not found: 404.

        **Times** are RFC 3339 with an offset; answers are in UTC. **Ids** are UUIDs. **Texts** are trimmed, and hold no control characters.

        **Lists** come in pages: ask again with `cursor` set to the `next_cursor` of the page before, until it is null.

        **Asking twice**: a POST that takes `Idempotency-Key` gives the same answer to the same request again, and 422 to another request
        with the same key.
        """;

    public static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo { Title = "Doorward", Version = "1.0.0", Description = Text.ReplaceLineEndings("\n") };
        document.Servers = [new OpenApiServer { Url = "http://localhost:8080", Description = "Where Doorward listens unless told otherwise." }];
        document.Tags = Sections(context).ToHashSet();
        OperationAccess.DescribeSchemes(document);
        return Task.CompletedTask;
    }

    private static IEnumerable<OpenApiTag> Sections(OpenApiDocumentTransformerContext context)
    {
        var routes = context.DescriptionGroups.SelectMany(group => group.Items).Select(route => route.ActionDescriptor.EndpointMetadata).ToList();
        var said = routes.SelectMany(route => route.OfType<Section>()).DistinctBy(section => section.Name).ToDictionary(section => section.Name);
        return routes
            .SelectMany(route => route.OfType<ITagsMetadata>().LastOrDefault()?.Tags ?? [])
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(name => new OpenApiTag { Name = name, Description = said.GetValueOrDefault(name)?.Description });
    }
}
