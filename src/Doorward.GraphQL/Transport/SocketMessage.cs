using System.Text.Json;
using Doorward.GraphQL.Execution;

namespace Doorward.GraphQL.Transport;

/// <summary>A message of graphql-transport-ws.</summary>
internal readonly record struct SocketMessage(string Type, string? Id, JsonElement Payload)
{
    public static bool TryRead(ReadOnlyMemory<byte> text, out SocketMessage message)
    {
        message = default;
        try
        {
            var reader = new Utf8JsonReader(text.Span);
            var json = JsonElement.ParseValue(ref reader);
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
            {
                return false;
            }

            var hasId = json.TryGetProperty("id", out var id);
            if (hasId && id.ValueKind != JsonValueKind.String)
            {
                return false;
            }

            // the payload of init, ping and pong is an object where there is one
            var hasPayload = json.TryGetProperty("payload", out var payload) && payload.ValueKind != JsonValueKind.Null;
            if (hasPayload && payload.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            message = new SocketMessage(type.GetString()!, hasId ? id.GetString() : null, hasPayload ? payload : default);
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    public static byte[] Next(string id, ReadOnlySpan<byte> result) => Write("next", id, result);

    public static byte[] Error(string id, IReadOnlyList<GraphQLError> errors) => Write("error", id, ResponseWriter.ErrorList(errors));

    public static byte[] Complete(string id) => Write("complete", id, default);

    public static byte[] Pong(JsonElement payload) =>
        payload.ValueKind == JsonValueKind.Undefined ? "{\"type\":\"pong\"}"u8.ToArray() : Write("pong", null, JsonSerializer.SerializeToUtf8Bytes(payload));

    private static byte[] Write(string type, string? id, ReadOnlySpan<byte> payload)
    {
        using var writer = new ResultWriter();
        if (id is not null)
        {
            writer.WriteRaw("{\"id\":"u8);
            writer.WriteString(id);
            writer.WriteRaw(",\"type\":\""u8);
        }
        else
        {
            writer.WriteRaw("{\"type\":\""u8);
        }

        writer.WriteRaw(type);
        writer.WriteRaw("\""u8);
        if (!payload.IsEmpty)
        {
            writer.WriteRaw(",\"payload\":"u8);
            writer.WriteRaw(payload);
        }

        writer.WriteRaw("}"u8);
        return writer.Written.ToArray();
    }
}
