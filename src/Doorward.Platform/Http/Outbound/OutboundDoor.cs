using System.Net;
using System.Net.Sockets;

namespace Doorward.Platform.Http.Outbound;

/// <summary>
/// Opens connections to the outside. It looks at the addresses that a name resolved to, and connects to one of those and not to the name: a name
/// that answers differently the second time (DNS rebinding) gains nothing.
/// </summary>
internal sealed class OutboundDoor(OutboundAllowed allowed, IEnumerable<Uri> written)
{
    private readonly HashSet<(string Host, int Port)> _written = [.. written.Select(url => (url.IdnHost.ToLowerInvariant(), url.Port))];

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="OutboundRefused">The host is inside, and nobody allowed it.</exception>
    public async ValueTask<Stream> Open(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation);
        var open = addresses.Where(address => MayReach(host, port, address)).Select(PublicAddress.Reached).ToList();
        return open.Count == 0 ? throw new OutboundRefused(host) : await Connect(open, port, cancellation);
    }

    internal bool MayReach(string host, int port, IPAddress address) =>
        PublicAddress.Is(address) || allowed.Has(host) || allowed.Has(address) || _written.Contains((host.ToLowerInvariant(), port));

    private static async Task<Stream> Connect(List<IPAddress> addresses, int port, CancellationToken cancellation)
    {
        for (var next = 0; ; next++)
        {
            var socket = new Socket(addresses[next].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses[next], port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (next + 1 < addresses.Count)
            {
                // the next address of the same host may answer
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}

/// <summary>A call that would have gone to this machine or into its network.</summary>
public sealed class OutboundRefused(string host) : IOException(
    $"{host} is an address inside, not on the open internet. If Doorward is meant to call it, list it in {Configuration.Settings.VariableOf(OutboundAllowed.Name)}");
