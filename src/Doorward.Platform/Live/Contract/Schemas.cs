using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Doorward.Platform.Http;

namespace Doorward.Platform.Live.Contract;

/// <summary>JSON Schemas of what goes over the wire, from the C# types of the examples.</summary>
internal static class Schemas
{
    private static readonly JsonSerializerOptions Options = Resolved();

    private static readonly JsonSchemaExporterOptions Exported = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };

    /// <summary>The schema of a type; <paramref name="open"/>: members may be added later, as answers and events may gain some.</summary>
    public static JsonNode Of(Type type, bool open)
    {
        var schema = Options.GetJsonSchemaAsNode(type, Exported);
        if (open)
        {
            Open(schema);
        }

        return schema;
    }

    public static JsonNode Example(object example) => JsonSerializer.SerializeToNode(example, example.GetType(), DoorwardJson.Options)!;

    /// <summary>An object that must have all of these members.</summary>
    public static JsonObject Object(JsonObject properties) => new()
    {
        ["type"] = "object", ["required"] = new JsonArray([.. properties.Select(property => (JsonNode)property.Key)]), ["properties"] = properties,
    };

    public static JsonObject Text(string format, string description) => new() { ["type"] = "string", ["format"] = format, ["description"] = description };

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is not JsonObject members)
        {
            return schema;
        }

        var attributes = context.PropertyInfo?.AttributeProvider;
        if (attributes?.GetCustomAttributes(typeof(DescriptionAttribute), true) is [DescriptionAttribute description, ..])
        {
            members["description"] = description.Description;
        }

        if (attributes?.GetCustomAttributes(typeof(AllowedValuesAttribute), true) is [AllowedValuesAttribute allowed, ..])
        {
            members["enum"] = new JsonArray([.. allowed.Values.Select(value => (JsonNode?)JsonValue.Create((string)value!))]);
        }

        members.Remove("default");
        return members;
    }

    private static void Open(JsonNode? schema)
    {
        if (schema is not JsonObject members)
        {
            return;
        }

        members.Remove("additionalProperties");
        foreach (var (_, property) in members["properties"]?.AsObject() ?? [])
        {
            Open(property);
        }

        Open(members["items"]);
    }

    private static JsonSerializerOptions Resolved()
    {
        var options = new JsonSerializerOptions(DoorwardJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        // The exporter cannot look into converters of ours; what they write are texts and times like the framework's.
        foreach (var own in options.Converters.Where(converter => converter is Rfc3339Converter or StorableTextConverter).ToList())
        {
            options.Converters.Remove(own);
        }

        options.MakeReadOnly();
        return options;
    }
}
