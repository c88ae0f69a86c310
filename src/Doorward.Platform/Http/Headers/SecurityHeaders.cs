using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Doorward.Platform.Http;

/// <summary>
/// Headers for answers that are data: nothing in them may run, be framed, or be sniffed as something else. A page sets
/// its own Content-Security-Policy over this one.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private static readonly StringValues Policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues OneYear = "max-age=31536000";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = NoSniff;
        headers["Referrer-Policy"] = NoReferrer;
        if (context.Request.IsHttps)
        {
            // RFC 6797 section 7.2: never over plain HTTP
            headers.StrictTransportSecurity = OneYear;
        }

        return next(context);
    }
}
