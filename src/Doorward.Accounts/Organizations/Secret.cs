using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Doorward.Accounts.Organizations;

/// <summary>A link's token: shown once, stored only as a digest. 256 random bits need no salt and no slow hash.</summary>
internal static class Secret
{
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
