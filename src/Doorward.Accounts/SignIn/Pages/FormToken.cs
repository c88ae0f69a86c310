using System.Security.Cryptography;
using System.Text;
using Doorward.Platform.Identity;
using Microsoft.AspNetCore.Http;

namespace Doorward.Accounts.SignIn.Pages;

/// <summary>
/// That a form which is sent is one that we showed to this browser: a random cookie, and in the form what only we can derive from it. It needs
/// nothing kept, and holds on every node; it also guards the form that signs in, before there is any session to bind to.
/// </summary>
internal sealed class FormToken(LinkTokens links, CookieOrigin origin)
{
    public const string Field = "form_token";

    private const string OverHttps = "__Host-doorward-form";
    private const string OverHttp = "doorward-form";

    /// <summary>What goes into the form; the cookie goes with the answer, where the browser has none yet.</summary>
    public string Of(HttpContext context)
    {
        if (!Guid.TryParseExact(context.Request.Cookies[NameFor(context.Request)], "N", out var seed))
        {
            seed = new Guid(RandomNumberGenerator.GetBytes(16));
            context.Response.Cookies.Append(NameFor(context.Request), seed.ToString("N"), new CookieOptions
            {
                HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/", IsEssential = true,
            });
        }

        return links.For("form", seed);
    }

    public bool IsIn(IFormCollection form, HttpRequest request) =>
        Guid.TryParseExact(request.Cookies[NameFor(request)], "N", out var seed)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(form[Field].ToString()), Encoding.UTF8.GetBytes(links.For("form", seed)))
        // where the browser says where it comes from, that counts too
        && ((request.Headers.Origin.Count == 0 && request.Headers["Sec-Fetch-Site"].Count == 0) || origin.IsProved(request));

    private static string NameFor(HttpRequest request) => request.IsHttps ? OverHttps : OverHttp;
}
