using Microsoft.AspNetCore.Http;

namespace Doorward.Platform.Http;

/// <summary>
/// From the first moment of the shutdown each answer ends its connection (RFC 9112 section 9.6), so that clients and balancers open their next one to
/// another node. Without, they are surprised when the server stops, and cannot tell whether a request that was on its way then was carried out.
/// </summary>
internal sealed class LastAnswers(RequestDelegate next, Draining draining)
{
    public Task InvokeAsync(HttpContext context)
    {
        // HTTP/2 and later say goodbye by a frame of their own.
        if (draining.Begun && HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            context.Response.Headers.Connection = "close";
        }

        return next(context);
    }
}
