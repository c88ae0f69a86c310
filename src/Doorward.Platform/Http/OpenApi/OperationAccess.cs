using Doorward.Platform.Identity;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Doorward.Platform.Http;

/// <summary>Says for each route whether a token is needed, from the same rule that the edge enforces.</summary>
internal static class OperationAccess
{
    private const string Scheme = "bearer";

    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        operation.Security = context.Description.ActionDescriptor.EndpointMetadata.OfType<AccessRule>().Any()
            ? [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }]
            : [];
        return Task.CompletedTask;
    }

    public static void DescribeSchemes(OpenApiDocument document) => document.AddComponent<IOpenApiSecurityScheme>(Scheme, new OpenApiSecurityScheme
    {
        Type = SecuritySchemeType.Http,
        Scheme = "bearer",
        BearerFormat = "JWT",
        Description = "A JWT (RFC 7519) of a configured issuer, or of Doorward's own: `doorward token` prints one; or an API key. "
            + "In a browser, the cookie of a session does instead.",
    });
}
