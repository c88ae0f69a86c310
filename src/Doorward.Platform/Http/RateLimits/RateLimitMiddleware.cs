using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Doorward.Platform.Http;

/// <summary>
/// Takes a token or answers 429. Used twice: by address before anything costs work, by caller once it is known who
/// calls. A token bucket's lease holds nothing, so it is let go at once.
/// </summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, PartitionedRateLimiter<HttpContext> limiter, string of)
{
    private static readonly Counter<long> Refused =
        DoorwardTelemetry.Meter.CreateCounter<long>("doorward.http.rate_limited", "{request}", "Requests answered 429, by the limit: address or caller");

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

        Refused.Add(1, new KeyValuePair<string, object?>("limit", of));
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? (int)Math.Ceiling(after.TotalSeconds) : 1;
        return (StandardRefusals.TooManyRequests with { RetryAfterSeconds = Math.Max(1, wait) }).AsProblem().ExecuteAsync(context);
    }
}
