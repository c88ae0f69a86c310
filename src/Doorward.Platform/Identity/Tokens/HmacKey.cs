using System.Security.Cryptography;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>HS256, RFC 7518 section 3.2.</summary>
internal sealed class HmacKey : VerificationKey
{
    /// <summary>RFC 7518 section 3.2: a key at least as long as the hash.</summary>
    public const int MinimumBytes = 32;

    private readonly byte[] secret;

    public HmacKey(byte[] secret, string? keyId)
        : base(TokenAlgorithm.HS256, keyId, Convert.ToHexStringLower(SHA256.HashData(secret)))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, MinimumBytes, nameof(secret));
        this.secret = secret;
    }

    public override bool Verifies(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, signed, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }
}
