using System.Threading.RateLimiting;

namespace Doorward.Platform.Http;

/// <summary>A token bucket: so many a second for long, <paramref name="Burst"/> at once.</summary>
public sealed record RateLimit(int PerSecond, int Burst)
{
    internal RateLimiter NewBucket()
    {
        // ten small refills a second where they come out whole, so that a full bucket is not all spent in the first tenth
        var tenths = PerSecond % 10 == 0 ? 10 : 1;
        return new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = Burst,
            TokensPerPeriod = PerSecond / tenths,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / tenths),
            QueueLimit = 0,
            // the partitioned limiter refills all of its buckets with one timer
            AutoReplenishment = false,
        });
    }
}
