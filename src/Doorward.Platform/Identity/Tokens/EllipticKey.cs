using System.Security.Cryptography;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>ES256, RFC 7518 section 3.4: P-256 and nothing else.</summary>
internal sealed class EllipticKey : VerificationKey
{
    public const int CoordinateBytes = 32;
    private const int SignatureBytes = 64;

    private readonly KeyPool<ECDsa> pool;

    private EllipticKey(ECPoint point, string? keyId)
        : base(TokenAlgorithm.ES256, keyId, Convert.ToHexStringLower([.. point.X!, .. point.Y!]))
    {
        pool = new(() => ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point }));
        pool.Return(pool.Rent());
    }

    /// <summary>Takes a point of P-256; <paramref name="problem"/> says why not. A point off the curve is refused (RFC 8725 section 3.4).</summary>
    public static EllipticKey? TryCreate(ECPoint point, string? keyId, bool anyKeyId, out string? problem)
    {
        problem = null;
        try
        {
            if (point is { X.Length: CoordinateBytes, Y.Length: CoordinateBytes })
            {
                return new EllipticKey(point, keyId) { AnswersToAnyKeyId = anyKeyId };
            }
        }
        catch (CryptographicException)
        {
            // The point is not on the curve: said below.
        }

        problem = "the elliptic-curve key is not a point of P-256";
        return null;
    }

    public override bool Verifies(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes)
        {
            return false;
        }

        var ecdsa = pool.Rent();
        var good = ecdsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        pool.Return(ecdsa);
        return good;
    }
}
