using Doorward.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace Doorward.Platform.Live.Sockets;

/// <summary>
/// Whether the page that opens a socket may (RFC 6455 section 10.2): one of our own origin or of <c>DOORWARD_HTTP__CORS_ORIGINS</c>. No preflight
/// stands before a WebSocket, and a browser sends cookies along from anywhere. A program sends no Origin; it must then bring a token.
/// </summary>
internal static class SameOrigin
{
    public static Refusal Refusal { get; } = new(
        "origin_refused", 403, "Pages of that origin may not connect. Name it in DOORWARD_HTTP__CORS_ORIGINS if they should.");

    public static bool Allows(HttpRequest request, EdgeSettings settings, bool byCookie) => request.Headers.Origin switch
    {
        [] => !byCookie,
        [{ } origin] => IsOwn(origin, request) || settings.CorsOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase),
        _ => false,
    };

    private static bool IsOwn(string origin, HttpRequest request) => string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
