using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Doorward.Platform.Http;

/// <summary>
/// Takes a token or answers 429. Used twice: by address before anything costs work, by caller once it is known who
/// calls. A token bucket's lease holds nothing, so it is let go at once.
/// </summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, PartitionedRateLimiter<HttpContext> limiter)
{
    public Task InvokeAsync(HttpContext context)
    {
        // probes must get through exactly when things go badly
        if (context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            return next(context);
        }

        using var lease = limiter.AttemptAcquire(context);
        if (lease.IsAcquired)
        {
            return next(context);
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? (int)Math.Ceiling(after.TotalSeconds) : 1;
        return (StandardRefusals.TooManyRequests with { RetryAfterSeconds = Math.Max(1, wait) }).AsProblem().ExecuteAsync(context);
    }
}
