using System.Security.Cryptography;
using System.Text.Json;

namespace Doorward.Platform.Http;

/// <summary>
/// The header <c>Idempotency-Key</c> and a digest of the request it came with. Both are kept on the created row: the same key with the same
/// request gives the same answer, with another request a refusal.
/// </summary>
/// <param name="Text">The key; null when none was sent.</param>
/// <param name="Digest">SHA-256 of the cleaned request; null without a key.</param>
public readonly record struct IdempotencyKey(string? Text, byte[]? Digest)
{
    /// <summary>The name of the header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>What every slice that takes a key answers when it comes again with another request.</summary>
    public static Refusal Reused { get; } = new(
        "idempotency_key_reused", 422, "This Idempotency-Key was used for a different request. Use a new key for a new request.");

    /// <summary>Reads the header beside the cleaned request.</summary>
    public static IdempotencyKey Of<TRequest>(string? header, TRequest request, FieldErrors errors)
    {
        if (header is null)
        {
            return default;
        }

        if (header.Length is 0 or > 255 || header.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            errors.Add(Header, "must be 1 to 255 visible ASCII characters; a UUID is a good one.");
            return default;
        }

        return new IdempotencyKey(header, SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request)));
    }
}
