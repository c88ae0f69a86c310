using System.Text.Json;

namespace Doorward.GraphQL;

/// <summary>A request (GraphQL over HTTP, "Request Parameters").</summary>
public sealed record GraphRequest
{
    /// <summary>The document's text.</summary>
    public string? Query { get; init; }

    /// <summary>The id of a trusted document, instead of its text.</summary>
    public string? DocumentId { get; init; }

    /// <summary>Which operation of the document to run; not needed when there is only one.</summary>
    public string? OperationName { get; init; }

    /// <summary>The values of the variables: an object, or nothing.</summary>
    public JsonElement Variables { get; init; }

    /// <summary>Further parameters; <c>persistedQuery</c> is understood.</summary>
    public JsonElement Extensions { get; init; }

    /// <summary>The document as the JSON string it came in, without quotes, escapes unresolved: finds it in the cache without decoding.</summary>
    internal ReadOnlyMemory<byte> RawQuery { get; init; }

    internal string? Text => Query ?? (RawQuery.IsEmpty ? null : Unescape(RawQuery.Span));

    // Null where the bytes are no UTF-8 or the escapes no Unicode: JSON's grammar allows both.
    private static string? Unescape(ReadOnlySpan<byte> raw)
    {
        var reader = new Utf8JsonReader((byte[])[(byte)'"', .. raw, (byte)'"']);
        reader.Read();
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
