using System.Buffers;
using System.Text.Json;
using Doorward.Platform.Events.Live;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Http;

namespace Doorward.Platform.Live;

/// <summary>Writes the envelopes that the server sends: <c>{type, payload, id?}</c>, one a frame, UTF-8.</summary>
internal static class LiveFrames
{
    private static readonly JsonWriterOptions Written = new() { Encoder = DoorwardJson.Options.Encoder, SkipValidation = true };

    public static ReadOnlyMemory<byte> Event(LiveEvent live, string topic)
    {
        // The topic is one that a module declared, with a UUID at the most: nothing in it needs escaping.
        var head = System.Text.Encoding.UTF8.GetBytes(
            $"{{\"type\":\"event\",\"payload\":{{\"topic\":\"{topic}\",\"cursor\":\"{live.Entry.Cursor}\",\"event\":");
        var frame = new byte[head.Length + live.Json.Length + 2];
        head.CopyTo(frame, 0);
        live.Json.Span.CopyTo(frame.AsSpan(head.Length));
        "}}"u8.CopyTo(frame.AsSpan(frame.Length - 2));
        return frame;
    }

    public static ReadOnlyMemory<byte> Gap(string topic, LogCursor cursor) => Write("gap", new GapPayload(topic, cursor.ToString()), null);

    public static ReadOnlyMemory<byte> Error(Refusal refusal, string? id) => Write("error", new ErrorPayload(refusal.Code, refusal.Sentence), id);

    public static ReadOnlyMemory<byte> Write(string type, object? payload, string? id)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(bytes, Written);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        if (id is not null)
        {
            json.WriteString("id"u8, id);
        }

        if (payload is not null)
        {
            json.WritePropertyName("payload"u8);
            JsonSerializer.Serialize(json, payload, payload.GetType(), DoorwardJson.Options);
        }

        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }
}
