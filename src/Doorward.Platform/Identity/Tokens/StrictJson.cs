using System.Text.Json;
using System.Text.Unicode;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>JSON in which nothing can mean two things: duplicate members are refused (RFC 7519 section 4, RFC 8725 section 2.4).</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };
    private const int MaxDepth = 16;

    /// <summary>Reads a JSON object whose every string can be read without an exception later.</summary>
    public static bool TryReadObject(ReadOnlySpan<byte> utf8, out JsonElement value)
    {
        value = default;
        if (!Utf8.IsValid(utf8))
        {
            return false;
        }

        try
        {
            ReadEveryEscapedString(utf8);
            value = JsonElement.Parse(utf8, Options);
            return value.ValueKind == JsonValueKind.Object;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The member's text; null when it is absent or not a string.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    // A lone surrogate ("\ud800") is valid JSON grammar, but GetString throws on it: find it here, not in the middle of a claim.
    private static void ReadEveryEscapedString(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.ValueIsEscaped)
            {
                reader.GetString();
            }
        }
    }
}
