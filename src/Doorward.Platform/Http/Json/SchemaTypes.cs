using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Doorward.Platform.Http;

/// <summary>
/// Says in the OpenAPI document what our converters hide: the framework's exporter gives up on a type with a converter
/// of somebody's own and would describe every text and time as anything at all.
/// </summary>
internal static class SchemaTypes
{
    public static void Restore(OpenApiOptions options) => options.AddSchemaTransformer((schema, context, _) =>
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (schema.Type is null && (type == typeof(string) || type == typeof(DateTimeOffset) || type == typeof(Timestamp) || type.IsEnum))
        {
            var mayBeNull = context.JsonPropertyInfo?.IsGetNullable is true
                && (type == typeof(string) || context.JsonTypeInfo.Type != type);
            schema.Type = mayBeNull ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
            schema.Format = type == typeof(DateTimeOffset) || type == typeof(Timestamp) ? "date-time" : schema.Format;
        }

        return Task.CompletedTask;
    });
}
