using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Doorward.Platform.Http;

/// <summary>Which other origins' pages may call: a list, never everyone, as a browser sends the console's cookie along.</summary>
internal static class CrossOrigin
{
    public static void Allow(CorsPolicyBuilder policy, EdgeSettings settings) => policy
        .WithOrigins([.. settings.CorsOrigins])
        .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE")
        .WithHeaders("Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID", "If-Match", RequestIds.Header, "traceparent", "tracestate")
        .WithExposedHeaders("Location", "Retry-After", "ETag", RequestIds.Header)
        .AllowCredentials()
        .SetPreflightMaxAge(TimeSpan.FromMinutes(10));
}
