using System.Net;
using System.Net.Sockets;

namespace Doorward.Platform.Http.Outbound;

/// <summary>
/// Tells an address of the open internet from one that only means something inside: this machine, its network, a provider's, a
/// documentation's. After IANA's special-purpose registries (RFC 6890); of IPv6 only 2000::/3 is given out to the world.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Teredo and its neighbours, documentation twice, 6to4: all of them within 2000::/3
            "2001::/23", "2001:db8::/32", "3fff::/20", "2002::/16",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork World = IPNetwork.Parse("2000::/3");

    // RFC 6052 section 2.1: a machine without IPv4 reaches every IPv4 address through it, ours too.
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool Is(IPAddress address)
    {
        var real = Unwrap(address);
        return (real.AddressFamily == AddressFamily.InterNetwork || World.Contains(real)) && !Inside.Any(network => network.Contains(real));
    }

    /// <summary>What to connect to: a mapped address is IPv4 in IPv6's clothes, and goes by IPv4.</summary>
    public static IPAddress Reached(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>The IPv4 address that a mapped or NAT64 address leads to; any other as it is.</summary>
    public static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        return address.IsIPv4MappedToIPv6 ? Reached(address)
            : Nat64.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12))
            : address;
    }
}
