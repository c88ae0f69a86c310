using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Doorward.Platform.Http;

/// <summary>
/// A body that stalls while the server stops would be waited for until Kestrel cuts the connection, without a word. Shortly before, its reader is
/// told that nothing more comes: the read ends as cancelled, and <see cref="ProblemMiddleware"/> answers 503 with Retry-After. Nothing was
/// carried out by then, for commands are made of whole bodies.
/// </summary>
internal sealed class UnfinishedBodies(RequestDelegate next, Draining draining)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
        {
            await next(context);
            return;
        }

        // Disposal waits for a callback that runs, so the context is still this request's when it is touched.
        await using var late = draining.Late.UnsafeRegister(static state => ((HttpContext)state!).Request.BodyReader.CancelPendingRead(), context);
        await next(context);
    }
}
