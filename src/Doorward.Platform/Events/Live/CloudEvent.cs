using System.Buffers;
using System.Text.Json;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Http;

namespace Doorward.Platform.Events.Live;

/// <summary>
/// A row of the log as a CloudEvent: CloudEvents 1.0.2 and its JSON event format, structured mode. Names of attributes are lower-case letters and
/// digits (section 3.1), hence actorid; what is inside data is ours, and snake_case.
/// </summary>
internal static class CloudEvent
{
    public const string SpecVersion = "1.0";
    public const string DataContentType = "application/json";

    /// <summary>What an installation's own events come from: they are no organization's.</summary>
    public const string Installation = "/";

    /// <summary>What an organization's events come from; with the id it names one event, as the specification asks.</summary>
    public static string Source(Guid organizationId) => $"/organizations/{organizationId}";

    /// <param name="entry">The row.</param>
    /// <param name="withCursor">Whether the extension attribute cursor says its place; live connections say it outside of the event.</param>
    public static ReadOnlyMemory<byte> Write(LogEntry entry, bool withCursor = false)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = DoorwardJson.Options.Encoder });
        json.WriteStartObject();
        json.WriteString("specversion"u8, SpecVersion);
        json.WriteString("id"u8, entry.Id);
        json.WriteString("source"u8, entry.OrganizationId is { } organization ? Source(organization) : Installation);
        json.WriteString("type"u8, entry.Type);
        json.WriteString("subject"u8, entry.SubjectId);
        json.WriteString("time"u8, Rfc3339.Format(entry.At));
        if (entry.ActorId is { } actor)
        {
            json.WriteString("actorid"u8, actor);
        }

        if (withCursor)
        {
            json.WriteString("cursor"u8, entry.Cursor.ToString());
        }

        json.WriteString("datacontenttype"u8, DataContentType);
        json.WriteStartObject("data"u8);
        Put(json, "before"u8, entry.Before);
        Put(json, "after"u8, entry.After);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    private static void Put(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? state)
    {
        json.WritePropertyName(name);
        if (state is null)
        {
            json.WriteNullValue();
        }
        else
        {
            JsonElement.Parse(state).WriteTo(json);
        }
    }
}
