using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Doorward.Platform.Http.Outbound;

/// <summary>
/// AWS Signature Version 4, in a header or in the address ("presigned"), after
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html.
/// </summary>
/// <param name="keyId">The access key's id.</param>
/// <param name="secret">Its secret.</param>
/// <param name="region">Such as <c>us-east-1</c>.</param>
/// <param name="service">Such as <c>s3</c>. Of other services the path would have to be encoded twice; ours has nothing to encode.</param>
public sealed class SigV4(string keyId, string secret, string region, string service)
{
    /// <summary>What stands for the digest of a body that the signature does not cover.</summary>
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string Digest(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    /// <summary>The value of the header Authorization.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="address">Absolute; its query is signed too.</param>
    /// <param name="headers">All that are to be signed, x-amz-date and x-amz-content-sha256 among them; host is added.</param>
    /// <param name="payload">The body's digest, or <see cref="UnsignedPayload"/>.</param>
    /// <param name="at">The time in x-amz-date.</param>
    public string Authorization(HttpMethod method, Uri address, IEnumerable<KeyValuePair<string, string>> headers, string payload, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(address);
        var signed = Signed(address, headers);
        var canonical = Canonical(method, address, Query(address), signed, payload);
        return $"{Algorithm} Credential={keyId}/{Scope(at)}, SignedHeaders={string.Join(';', signed.Keys)}, Signature={Signature(canonical, at)}";
    }

    /// <summary>The address with the signature in its query: whoever has it can make this request until it expires.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="address">Absolute, perhaps with a query of its own.</param>
    /// <param name="headers">Headers that the request must carry just so; host is added.</param>
    /// <param name="at">Now.</param>
    /// <param name="lifetime">At most seven days.</param>
    public Uri Presign(HttpMethod method, Uri address, IEnumerable<KeyValuePair<string, string>> headers, DateTimeOffset at, TimeSpan lifetime)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(address);
        var signed = Signed(address, headers);
        var query = Query(address);
        query.Add(("X-Amz-Algorithm", Algorithm));
        query.Add(("X-Amz-Credential", $"{keyId}/{Scope(at)}"));
        query.Add(("X-Amz-Date", Stamp(at)));
        query.Add(("X-Amz-Expires", ((long)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture)));
        query.Add(("X-Amz-SignedHeaders", string.Join(';', signed.Keys)));
        var signature = Signature(Canonical(method, address, query, signed, UnsignedPayload), at);
        return new Uri($"{address.GetLeftPart(UriPartial.Path)}?{Encode(query)}&X-Amz-Signature={signature}");
    }

    /// <summary>A time as x-amz-date has it.</summary>
    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private string Scope(DateTimeOffset at) => $"{Day(at)}/{region}/{service}/aws4_request";

    private string Signature(string canonical, DateTimeOffset at)
    {
        var toSign = $"{Algorithm}\n{Stamp(at)}\n{Scope(at)}\n{Digest(Encoding.UTF8.GetBytes(canonical))}";
        var key = Encoding.UTF8.GetBytes($"AWS4{secret}");
        foreach (var part in new[] { Day(at), region, service, "aws4_request", toSign })
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToHexStringLower(key);
    }

    private static string Canonical(HttpMethod method, Uri address, List<(string, string)> query, SortedDictionary<string, string> headers, string payload) =>
        string.Join('\n', method.Method, address.AbsolutePath, Encode(query),
            string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n")), string.Join(';', headers.Keys), payload);

    private static SortedDictionary<string, string> Signed(Uri address, IEnumerable<KeyValuePair<string, string>> headers)
    {
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = address.IsDefaultPort ? address.IdnHost : $"{address.IdnHost}:{address.Port}" };
        foreach (var (name, value) in headers)
        {
            signed[name.ToLowerInvariant()] = string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        return signed;
    }

    private static List<(string Name, string Value)> Query(Uri address) =>
    [
        .. address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Select(pair => (Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "")),
    ];

    // Sorted by the encoded name, then value. EscapeDataString leaves exactly RFC 3986's unreserved characters, as AWS wants it.
    private static string Encode(List<(string Name, string Value)> query) => string.Join('&', query
        .Select(pair => (Name: Uri.EscapeDataString(pair.Name), Value: Uri.EscapeDataString(pair.Value)))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));
}
