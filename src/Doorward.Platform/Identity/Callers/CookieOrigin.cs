using Doorward.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Doorward.Platform.Identity;

/// <summary>
/// A browser sends the session's cookie whoever's page asks. So a request that changes something, or opens a WebSocket, must show that it comes
/// from a page of Doorward's own or of an origin that the settings name.
/// </summary>
public sealed class CookieOrigin(EdgeSettings settings)
{
    /// <summary>What a program sends that has a session and is no browser. A page of another origin cannot: it would need CORS to allow it.</summary>
    public const string Header = "X-Requested-With";

    internal static Refusal CrossSite { get; } = new(
        "cross_site_request", 403, "A request with the session's cookie must come from a page of this site. Programs send a token, or the header X-Requested-With.");

    /// <summary>Whether the request may rely on a cookie.</summary>
    public bool Admits(HttpRequest request) => !NeedsProof(request) || IsProved(request);

    /// <summary>Whether it comes from a page of ours, whatever it asks for.</summary>
    public bool IsProved(HttpRequest request)
    {
        // Browsers of the last years say it themselves, and no page can change it (Fetch Metadata).
        var (site, origin) = (request.Headers["Sec-Fetch-Site"].ToString(), request.Headers.Origin.ToString());
        return site.Length > 0 && site == "same-origin"
            || (site.Length == 0 && origin.Length > 0 && origin == $"{request.Scheme}://{request.Host}")
            || (origin.Length > 0 && settings.CorsOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase))
            || (site.Length == 0 && origin.Length == 0 && request.Headers[Header].Count > 0);
    }

    private static bool NeedsProof(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        || request.HttpContext.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        || request.HttpContext.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
}
