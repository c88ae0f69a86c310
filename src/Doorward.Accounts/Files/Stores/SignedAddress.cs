using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Doorward.Accounts.SignIn;

namespace Doorward.Accounts.Files.Stores;

/// <summary>
/// Addresses of Doorward's own that are good for one method on one file until they expire: <c>/files/{id}?expires=…&amp;signature=…</c>. The key is
/// derived for each file from the one that all nodes share.
/// </summary>
internal sealed class SignedAddress(LinkTokens links)
{
    public SignedRequest Sign(HttpMethod method, Guid file, Uri home, DateTimeOffset until, IReadOnlyDictionary<string, string> headers)
    {
        var expires = until.ToUnixTimeSeconds();
        var signature = Base64Url.EncodeToString(Signature(method, file, expires));
        return new SignedRequest(method.Method, new Uri(home, $"/files/{file}?expires={expires}&signature={signature}").AbsoluteUri, headers, DateTimeOffset.FromUnixTimeSeconds(expires));
    }

    public bool IsGood(HttpMethod method, Guid file, string? expires, string? signature, DateTimeOffset now)
    {
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        return long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            && signature is { Length: 43 }
            && Base64Url.IsValid(signature)
            && Base64Url.TryDecodeFromChars(signature, given, out var length) && length == given.Length
            // in constant time, so that nobody finds the signature a byte at a time
            && CryptographicOperations.FixedTimeEquals(given, Signature(method, file, until))
            && now.ToUnixTimeSeconds() < until;
    }

    private byte[] Signature(HttpMethod method, Guid file, long expires) =>
        HMACSHA256.HashData(Encoding.ASCII.GetBytes(links.For("file", file)), Encoding.ASCII.GetBytes($"{method.Method} {expires}"));
}
