using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Doorward.Platform.Http;

/// <summary>Parameters and headers, as they are rather than as C# declares them.</summary>
internal static class OperationFields
{
    private const string KeyRule =
        "A key of your own for this request, such as a UUID: 1 to 255 visible ASCII characters. The same key with the same request gives the same "
        + "answer and does nothing again; with another request it is refused, 422 idempotency_key_reused. Without it, asking twice does it twice.";

    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (parameter.Schema is OpenApiSchema schema)
            {
                // left out or given: a query string, a path and a header have no null
                schema.Type &= ~JsonSchemaType.Null;
            }

            if (parameter.Name == IdempotencyKey.Header)
            {
                parameter.Description = KeyRule;
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 255, Pattern = "^[!-~]+$" };
            }
        }

        if (operation.Responses?.TryGetValue("201", out var created) == true && created is OpenApiResponse answer)
        {
            answer.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Location"] = new OpenApiHeader
                {
                    Description = "Where it can be shown; absent when it has no address of its own.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri-reference" },
                },
            };
        }

        return Task.CompletedTask;
    }
}
