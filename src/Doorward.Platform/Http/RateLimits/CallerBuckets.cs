using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Doorward.Platform.Http;

/// <summary>A token bucket per caller. Idle ones are dropped within seconds, so memory follows the callers that are active.</summary>
internal static class CallerBuckets
{
    private const string Nobody = "";

    public static PartitionedRateLimiter<HttpContext> Create(RateLimit limit, bool loopbackToo, ICallerKey callers)
    {
        Func<string, RateLimiter> newBucket = _ => limit.NewBucket();
        return PartitionedRateLimiter.Create<HttpContext, string>(context =>
        {
            var local = !loopbackToo && context.Connection.RemoteIpAddress is var address
                && (address is null || System.Net.IPAddress.IsLoopback(address));
            return !local && callers.Of(context) is { Length: > 0 } caller
                ? RateLimitPartition.Get(caller, newBucket)
                : RateLimitPartition.GetNoLimiter(Nobody);
        });
    }
}
