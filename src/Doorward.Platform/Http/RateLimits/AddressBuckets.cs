using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Doorward.Platform.Http;

/// <summary>
/// Token buckets by address: of IPv6 the /64, which is what one customer of a provider has. Addresses fall into a fixed
/// number of buckets by a hash seeded at start, so a flood from millions of addresses takes no more memory than from
/// 65,536; two strangers share a bucket about once in as many.
/// </summary>
internal static class AddressBuckets
{
    public const int Count = 1 << 16;
    private const int LocalBucket = -1;

    public static PartitionedRateLimiter<HttpContext> Create(RateLimit limit, bool loopbackToo)
    {
        Func<int, RateLimiter> newBucket = _ => limit.NewBucket();
        return PartitionedRateLimiter.Create<HttpContext, int>(context =>
        {
            var bucket = BucketOf(context.Connection.RemoteIpAddress, loopbackToo);
            return bucket == LocalBucket
                ? RateLimitPartition.GetNoLimiter(LocalBucket)
                : RateLimitPartition.Get(bucket, newBucket);
        });
    }

    internal static int BucketOf(IPAddress? address, bool loopbackToo)
    {
        // null: a Unix socket
        if (address is null || (!loopbackToo && IPAddress.IsLoopback(address)))
        {
            return LocalBucket;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        var known = address.AddressFamily != AddressFamily.InterNetworkV6 ? bytes[..length]
            : address.IsIPv4MappedToIPv6 ? bytes[12..]
            : bytes[..8];
        var hash = default(HashCode);
        hash.AddBytes(known);
        return hash.ToHashCode() & (Count - 1);
    }
}
