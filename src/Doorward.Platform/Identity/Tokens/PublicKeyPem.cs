using System.Security.Cryptography;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>A public key from the configuration: PEM, "PUBLIC KEY" (SubjectPublicKeyInfo, RFC 7468 section 13).</summary>
internal static class PublicKeyPem
{
    private const string P256 = "1.2.840.10045.3.1.7";

    public static VerificationKey? TryRead(string pem, string? keyId, out string? problem)
    {
        // In an environment variable a line break is often written as \n.
        pem = pem.Replace("\\n", "\n", StringComparison.Ordinal);
        if (!PemEncoding.TryFind(pem, out var fields))
        {
            problem = "it is not PEM text";
            return null;
        }

        var label = pem[fields.Label];
        if (label != "PUBLIC KEY")
        {
            problem = label.Contains("PRIVATE", StringComparison.Ordinal)
                ? "it is a private key, which belongs to the issuer alone; give the public one (openssl pkey -in key.pem -pubout)"
                : $"it is a PEM \"{label}\", not a \"PUBLIC KEY\" (from a certificate: openssl x509 -in cert.pem -pubkey -noout)";
            return null;
        }

        var info = Convert.FromBase64String(pem[fields.Base64Data]);
        return TryRsa(info, keyId, out problem) is { } rsa ? rsa : TryElliptic(info, keyId, ref problem);
    }

    private static RsaKey? TryRsa(byte[] info, string? keyId, out string? problem)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(info, out _);
            return RsaKey.TryCreate(rsa.ExportParameters(includePrivateParameters: false), keyId, keyId is null, out problem);
        }
        catch (CryptographicException)
        {
            problem = null;
            return null;
        }
    }

    private static EllipticKey? TryElliptic(byte[] info, string? keyId, ref string? problem)
    {
        if (problem is not null)
        {
            return null;
        }

        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(info, out _);
            var parameters = ecdsa.ExportParameters(includePrivateParameters: false);
            // Other curves have 32-byte coordinates too (secp256k1, brainpool).
            if (parameters.Curve.Oid.Value == P256)
            {
                return EllipticKey.TryCreate(parameters.Q, keyId, keyId is null, out problem);
            }
        }
        catch (CryptographicException)
        {
            // Neither kind: said below.
        }

        problem = "it is neither an RSA key nor an elliptic-curve key on P-256";
        return null;
    }
}
