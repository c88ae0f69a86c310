using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Doorward.Platform.Http;

/// <summary>Takes over what a field's attributes say and the framework leaves out.</summary>
internal static class FieldSchemas
{
    public static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (typeof(IReadOnlyDictionary<string, string>).IsAssignableFrom(context.JsonTypeInfo.Type))
        {
            schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String };
        }

        foreach (var attribute in context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(inherit: true) ?? [])
        {
            switch (attribute)
            {
                case DescriptionAttribute description:
                    schema.Description = description.Description;
                    break;
                case AllowedValuesAttribute allowed:
                    schema.Enum = [.. allowed.Values.Select(value => JsonValue.Create((string)value!))];
                    break;
                case MaxLengthAttribute longest:
                    schema.MaxLength = longest.Length;
                    break;
                case RegularExpressionAttribute rule:
                    schema.Pattern = rule.Pattern;
                    break;
                case EmailAddressAttribute:
                    schema.Format = "email";
                    // RFC 5321 section 4.5.3.1, erratum 1690
                    schema.MaxLength = 254;
                    break;
            }
        }

        return Task.CompletedTask;
    }
}
