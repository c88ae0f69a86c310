using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Doorward.GraphQL.Relay;

/// <summary>Sort keys as opaque cursors: their JSON in base64url. A key is anything JSON can carry, for example a tuple's record.</summary>
public static class KeyCursor
{
    private const int MaxLength = 2_000;

    /// <summary>A cursor for a key.</summary>
    public static string Write<TKey>(TKey key) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(key));

    /// <summary>The key of a cursor; false when the text is no cursor.</summary>
    public static bool TryRead<TKey>(string cursor, out TKey? key)
    {
        key = default;
        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor))
        {
            return false;
        }

        try
        {
            key = JsonSerializer.Deserialize<TKey>(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)));
            return key is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
