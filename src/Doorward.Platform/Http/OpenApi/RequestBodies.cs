using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Doorward.Platform.Http;

/// <summary>
/// What a request may hold. A required field is nullable in C#, so that the 422 can name it; it is still required, and null is refused.
/// Members that are not known are refused too. Answers stay open: a member may be added to them.
/// </summary>
internal static class RequestBodies
{
    public static Task Close(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        var bodies = document.Paths.Values
            .SelectMany(path => path.Operations?.Values.AsEnumerable() ?? [])
            .SelectMany(operation => operation.RequestBody?.Content?.Values.AsEnumerable() ?? [])
            .Select(media => media.Schema is OpenApiSchemaReference { Reference.Id: { } id } ? document.Components?.Schemas?[id] : media.Schema)
            .OfType<OpenApiSchema>()
            .ToHashSet();
        foreach (var schema in document.Components?.Schemas?.Values.OfType<OpenApiSchema>() ?? [])
        {
            if (schema.Type == JsonSchemaType.Object && schema.AdditionalProperties is null)
            {
                schema.AdditionalPropertiesAllowed = !bodies.Contains(schema);
            }
        }

        foreach (var body in bodies)
        {
            foreach (var name in body.Required ?? new HashSet<string>())
            {
                if (body.Properties?[name] is OpenApiSchema field)
                {
                    field.Type &= ~JsonSchemaType.Null;
                    // FieldErrors: a required text is never empty
                    field.MinLength = field is { Type: JsonSchemaType.String, Format: null, Enum: null or [] } ? 1 : field.MinLength;
                }
            }
        }

        return Task.CompletedTask;
    }
}
