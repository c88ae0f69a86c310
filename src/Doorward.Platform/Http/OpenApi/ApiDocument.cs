using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Doorward.Platform.Http;

/// <summary>
/// The OpenAPI 3.1 document of the routes, made of what each of them says about itself. It is made once and kept: the framework's own route
/// would make it anew for anybody who asks.
/// </summary>
public sealed class ApiDocument
{
    /// <summary>Where it is served.</summary>
    public const string Path = "/openapi/v1.json";

    internal const string Name = "v1";

    private readonly Lazy<Task<string>> _json;

    /// <summary>Of the routes that the provider knows.</summary>
    public ApiDocument([FromKeyedServices(Name)] IOpenApiDocumentProvider routes) => _json = new(() => Write(routes));

    /// <summary>The document: indented, with LF, the same for the same program.</summary>
    public Task<string> Json => _json.Value;

    private static async Task<string> Write(IOpenApiDocumentProvider routes)
    {
        var document = await routes.GetOpenApiDocumentAsync(CancellationToken.None);
        using var text = new MemoryStream();
        await document.SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
        text.Position = 0;
        return StableJson.Write(JsonNode.Parse(text)!);
    }
}

/// <summary>Registers and serves the document.</summary>
public static class ApiDocumentServices
{
    /// <summary>Describes every route that the program maps.</summary>
    public static IServiceCollection AddApiDocument(this IServiceCollection services)
    {
        services.AddSingleton<ApiDocument>();
        return services.AddOpenApi(ApiDocument.Name, document =>
        {
            document.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            document.AddSchemaTransformer(FieldSchemas.Describe);
            document.AddOperationTransformer(OperationAccess.Describe);
            document.AddOperationTransformer(OperationFields.Describe);
            document.AddOperationTransformer(OperationRefusals.Describe);
            document.AddOperationTransformer(OperationExamples.Describe);
            document.AddDocumentTransformer(DocumentFront.Describe);
            document.AddDocumentTransformer(RequestBodies.Close);
        });
    }

    /// <summary>Maps <c>GET /openapi/v1.json</c>, for everybody.</summary>
    public static void MapApiDocument(this IEndpointRouteBuilder routes) => routes
        .MapGet(ApiDocument.Path, async (ApiDocument document) => TypedResults.Text(await document.Json, "application/json"))
        .AllowAnonymous()
        .ExcludeFromDescription();
}
