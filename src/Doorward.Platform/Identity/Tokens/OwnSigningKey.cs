using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>A key pair of Doorward's own issuer: P-256, for ES256. Whoever has its PEM can sign in as anyone: store it accordingly.</summary>
public sealed class OwnSigningKey
{
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly ECParameters pair;
    private readonly KeyPool<ECDsa> pool;

    private OwnSigningKey(ECParameters pair)
    {
        this.pair = pair;
        pool = new(() => ECDsa.Create(pair));
        KeyId = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{X}}","y":"{{Y}}"}""")));
        Public = EllipticKey.TryCreate(pair.Q, KeyId, anyKeyId: false, out _)!;
    }

    /// <summary>The <c>kid</c>: the JWK thumbprint (RFC 7638), so that it need not be stored beside the key.</summary>
    public string KeyId { get; }

    internal VerificationKey Public { get; }

    internal string X => Base64Url.EncodeToString(pair.Q.X);

    internal string Y => Base64Url.EncodeToString(pair.Q.Y);

    /// <summary>Makes a new key pair.</summary>
    public static OwnSigningKey Create()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(ecdsa.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>Reads what <see cref="ToPem"/> wrote: PKCS#8 PEM (RFC 7468 section 10).</summary>
    /// <exception cref="FormatException">It is not the private half of a P-256 key pair. The message does not hold it.</exception>
    public static OwnSigningKey Parse(string pem)
    {
        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportFromPem(pem);
            var pair = ecdsa.ExportParameters(includePrivateParameters: true);
            return pair.Curve.Oid.Value == P256 ? new(pair) : throw new FormatException("The signing key is not on P-256.");
        }
        catch (Exception broken) when (broken is ArgumentException or CryptographicException)
        {
            throw new FormatException("The signing key is not the PKCS#8 PEM of a P-256 key pair.", broken);
        }
    }

    /// <summary>The key pair as PKCS#8 PEM, unencrypted.</summary>
    public string ToPem()
    {
        using var ecdsa = ECDsa.Create(pair);
        return ecdsa.ExportPkcs8PrivateKeyPem();
    }

    internal byte[] Sign(ReadOnlySpan<byte> data)
    {
        var ecdsa = pool.Rent();
        var signature = ecdsa.SignData(data.ToArray(), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        pool.Return(ecdsa);
        return signature;
    }
}
