using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Doorward.Accounts.SignIn.Sessions;

/// <summary>
/// The cookie of a session: its secret and nothing else. No script reads it and no other site's form sends it; over https it is bound to this
/// host alone (RFC 6265bis, the prefix <c>__Host-</c>), so that no neighbour under the same domain can plant one.
/// </summary>
internal static class SessionCookie
{
    private const string OverHttps = "__Host-doorward";
    private const string OverHttp = "doorward";
    private const int SecretLength = 43;

    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What the browser sent; null for nothing that could be one.</summary>
    public static string? Read(HttpRequest request) =>
        request.Cookies[NameFor(request)] is { Length: SecretLength } secret ? secret : null;

    public static void Write(HttpContext context, string secret, DateTimeOffset until) =>
        context.Response.Cookies.Append(NameFor(context.Request), secret, Options(context.Request, until));

    public static void Remove(HttpContext context) =>
        context.Response.Cookies.Append(NameFor(context.Request), "", Options(context.Request, DateTimeOffset.UnixEpoch));

    private static string NameFor(HttpRequest request) => request.IsHttps ? OverHttps : OverHttp;

    private static CookieOptions Options(HttpRequest request, DateTimeOffset until) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = request.IsHttps,
        Path = "/",
        Expires = until,
        IsEssential = true,
    };
}
