using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace Doorward.Accounts.Files;

/// <summary>A photo or an attachment, as its owner sees it.</summary>
internal sealed record StoredFile(
    [property: Description("The file's id.")] Guid Id,
    [property: Description("What it is for.")]
    [property: AllowedValues("photo", "attachment")] string Purpose,
    [property: Description("The name that its owner gave it.")] string? Name,
    [property: Description("Its media type.")] string ContentType,
    [property: Description("Its size; of a photo that is complete, the size without what does not draw it.")] long Bytes,
    [property: Description("The SHA-256 of what is stored, in hexadecimal; null while it is pending.")] string? Sha256,
    [property: Description("Of a photo that is complete, in pixels.")] int? Width,
    [property: Description("Of a photo that is complete, in pixels.")] int? Height,
    [property: Description("Whether its bytes have arrived and been checked.")]
    [property: AllowedValues("pending", "complete")] string Status,
    [property: Description("When it was announced.")] DateTimeOffset CreatedAt)
{
    public static StoredFile Example { get; } = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c60"), "photo", null, "image/jpeg", 482_113,
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", 1200, 800, "complete",
        new DateTimeOffset(2026, 11, 20, 16, 5, 0, TimeSpan.Zero));

    /// <summary>From nine columns: id, purpose, name, content_type, bytes, sha256, width, height, completed_at; and then created_at.</summary>
    public static StoredFile Read(NpgsqlDataReader row, int at)
    {
        var complete = !row.IsDBNull(at + 8);
        return new(
            row.GetGuid(at), row.GetString(at + 1), row.IsDBNull(at + 2) ? null : row.GetString(at + 2), row.GetString(at + 3), row.GetInt64(at + 4),
            complete ? Convert.ToHexStringLower(row.GetFieldValue<byte[]>(at + 5)) : null,
            row.IsDBNull(at + 6) ? null : row.GetInt32(at + 6), row.IsDBNull(at + 7) ? null : row.GetInt32(at + 7),
            complete ? "complete" : "pending", row.GetFieldValue<DateTimeOffset>(at + 9));
    }
}

/// <summary>A request that may be made without a token until it expires: exactly this one.</summary>
internal sealed record SignedRequest(
    [property: Description("The method.")] string Method,
    [property: Description("Where to; good without a token, so keep it to yourself.")]
    [property: Url] string Url,
    [property: Description("Headers that must be sent as they are here.")] IReadOnlyDictionary<string, string> Headers,
    [property: Description("Until when it is good.")] DateTimeOffset ExpiresAt)
{
    public static SignedRequest Upload { get; } = new(
        "PUT", "https://desk.example.com/files/019379a2-5b7c-7c3e-9a41-2f6d8e0b1c60?expires=1795191600&signature=mR3kZ0u7C1hVn5yQ2sXb8tGd4wLpJfE6aHoKiBcNvUY",
        new Dictionary<string, string> { ["Content-Type"] = "image/jpeg", ["Content-Length"] = "482113" }, new DateTimeOffset(2026, 11, 20, 16, 20, 0, TimeSpan.Zero));

    public static SignedRequest Download { get; } = Upload with { Method = "GET", Headers = new Dictionary<string, string>() };
}
