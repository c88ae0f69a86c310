using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Doorward.Platform.Http;

/// <summary>The one way JSON is read and written at every edge (RFC 8259, within the stricter I-JSON of RFC 7493).</summary>
public static class DoorwardJson
{
    /// <summary>Ready-made options for what is not bound by the framework: webhooks, WebSocket envelopes, stored payloads.</summary>
    public static JsonSerializerOptions Options { get; } = Frozen();

    /// <summary>
    /// snake_case; numbers are numbers; unknown, duplicate and missing members are refused; enums are snake_case words;
    /// at most 16 levels; times are RFC 3339 with an offset; no text holds NUL.
    /// </summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = 16;
        // letters of every script as themselves, half the bytes; < > & ' stay escaped in case an answer lands in HTML
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new Rfc3339Converter());
        options.Converters.Add(new StorableTextConverter());
    }

    private static JsonSerializerOptions Frozen()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
