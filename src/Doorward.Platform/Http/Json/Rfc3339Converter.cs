using System.Text.Json;
using System.Text.Json.Serialization;

namespace Doorward.Platform.Http;

/// <summary>RFC 3339 both ways: an offset is required, the value is UTC and to the microsecond. See <see cref="Rfc3339"/>.</summary>
internal sealed class Rfc3339Converter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Rfc3339.TryParse(reader.GetString(), out var time)
            ? time
            : throw new UnacceptableValueException(Rfc3339.Expectation);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[Rfc3339.LongestText];
        writer.WriteStringValue(text[..Rfc3339.Format(value, text)]);
    }
}
