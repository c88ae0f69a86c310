using System.Text.Json;
using System.Text.Json.Serialization;

namespace Doorward.Platform.Http;

/// <summary>
/// Refuses NUL in any text: PostgreSQL's text cannot hold it and would answer with an error (22021) deep inside.
/// Invalid UTF-8 and lone surrogates are already refused by the reader.
/// </summary>
internal sealed class StorableTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString();
        return text is not null && text.Contains('\0', StringComparison.Ordinal)
            ? throw new UnacceptableValueException("must not contain the NUL character.")
            : text;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
