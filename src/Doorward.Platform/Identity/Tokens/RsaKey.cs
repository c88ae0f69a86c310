using System.Security.Cryptography;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>RS256, RFC 7518 section 3.3.</summary>
internal sealed class RsaKey : VerificationKey
{
    /// <summary>RFC 7518 section 3.3.</summary>
    public const int MinimumBits = 2048;

    // Verifying takes quadratic time in the modulus: a huge published key would be a way to keep us busy.
    private const int MaximumBits = 8192;

    private readonly KeyPool<RSA> pool;

    private RsaKey(RSAParameters key, string? keyId)
        : base(TokenAlgorithm.RS256, keyId, Convert.ToHexStringLower([.. key.Exponent!, 0, .. key.Modulus!]))
    {
        pool = new(() => RSA.Create(key));
        pool.Return(pool.Rent());
    }

    /// <summary>Takes modulus and exponent, big-endian; <paramref name="problem"/> says why not.</summary>
    public static RsaKey? TryCreate(RSAParameters key, string? keyId, bool anyKeyId, out string? problem)
    {
        var modulus = key.Modulus.AsSpan().TrimStart((byte)0).ToArray();
        var exponent = key.Exponent.AsSpan().TrimStart((byte)0).ToArray();
        var bits = modulus.Length == 0 ? 0 : (modulus.Length * 8) - byte.LeadingZeroCount(modulus[0]);

        problem = bits < MinimumBits ? $"the RSA key has {bits} bits; at least {MinimumBits} are needed"
            : bits > MaximumBits ? $"the RSA key has {bits} bits; at most {MaximumBits} are accepted"
            // With the exponent 1 a signature is its own proof; an even one is no RSA key.
            : exponent is [] or [1] || exponent.Length > 8 || exponent[^1] % 2 == 0 ? "the RSA key's exponent is not a sound one"
            : null;
        if (problem is not null)
        {
            return null;
        }

        try
        {
            return new RsaKey(new RSAParameters { Modulus = modulus, Exponent = exponent }, keyId) { AnswersToAnyKeyId = anyKeyId };
        }
        catch (CryptographicException)
        {
            problem = "the RSA key cannot be used";
            return null;
        }
    }

    public override bool Verifies(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        var rsa = pool.Rent();
        var good = rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        pool.Return(rsa);
        return good;
    }
}
