using System.Text;
using System.Text.Json;

namespace Doorward.Platform.Live.Inbound;

/// <summary>What a client sent, taken apart; dispose of it when it is handled.</summary>
internal sealed class Envelope : IDisposable
{
    private const int LongestId = 128;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    private readonly JsonDocument _document;

    private Envelope(JsonDocument document, string type, JsonElement payload, string? id) => (_document, Type, Payload, Id) = (document, type, payload, id);

    public string Type { get; }

    /// <summary>An empty object where none was sent.</summary>
    public JsonElement Payload { get; }

    public string? Id { get; }

    /// <summary>Null: it is none.</summary>
    public static Envelope? Read(ReadOnlyMemory<byte> text)
    {
        JsonDocument? document = null;
        Envelope? envelope = null;
        try
        {
            document = JsonDocument.Parse(text, Strict);
            envelope = Of(document);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The second: "\ud800" is a text to the parser, and half a letter to who reads it.
        }

        if (envelope is null)
        {
            document?.Dispose();
        }

        return envelope;
    }

    private static Envelope? Of(JsonDocument document)
    {
        var (type, id, payload) = ((string?)null, (string?)null, Nothing);
        if (document.RootElement.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        foreach (var member in document.RootElement.EnumerateObject())
        {
            switch (member.Name, member.Value.ValueKind)
            {
                case ("type", JsonValueKind.String):
                    type = member.Value.GetString();
                    break;
                case ("id", JsonValueKind.String) when member.Value.GetString() is { Length: <= LongestId } text:
                    id = text;
                    break;
                case ("payload", JsonValueKind.Object):
                    payload = member.Value;
                    break;
                case ("id" or "payload", JsonValueKind.Null):
                    break;
                default:
                    return null;
            }
        }

        return type is null ? null : new Envelope(document, type, payload, id);
    }

    /// <summary>The id of a message that is too large or no JSON, if it stands before the fault: the client wants to know which one it was.</summary>
    public static string? IdIn(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, state: default);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("id"u8))
                {
                    return reader.Read() && reader.TokenType is JsonTokenType.String && reader.GetString() is { Length: <= LongestId } id ? id : null;
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            // What stands behind the fault cannot be told apart.
        }

        return null;
    }

    public void Dispose() => _document.Dispose();
}
