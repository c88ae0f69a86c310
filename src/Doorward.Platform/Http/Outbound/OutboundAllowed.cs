using System.Net;
using Doorward.Platform.Configuration;

namespace Doorward.Platform.Http.Outbound;

/// <summary>Hosts and networks that are not of the open internet and may be called all the same: <c>DOORWARD_HTTP__OUTBOUND_ALLOWED</c>.</summary>
/// <param name="Networks">Addresses and networks.</param>
/// <param name="Hosts">Names of hosts, whatever they resolve to.</param>
public sealed record OutboundAllowed(IReadOnlyList<IPNetwork> Networks, IReadOnlyList<string> Hosts)
{
    internal const string Name = "http:outbound_allowed";

    /// <summary>What holds when nothing is set.</summary>
    public static OutboundAllowed Nothing { get; } = new([], []);

    /// <summary>Reads the list; what cannot be read is among the settings' problems.</summary>
    public static OutboundAllowed Read(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var (networks, hosts) = (new List<IPNetwork>(), new List<string>());
        foreach (var text in settings.List(Name))
        {
            if (IPNetwork.TryParse(text, out var network))
            {
                networks.Add(network);
            }
            else if (IPAddress.TryParse(text, out var address))
            {
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else if (Uri.CheckHostName(text) == UriHostNameType.Dns)
            {
                hosts.Add(text);
            }
            else
            {
                settings.Problems.Add(Settings.VariableOf(Name), $"{text} is neither a host nor an address nor a network.",
                    "List hosts, addresses or networks, such as storage.internal, 10.0.0.5 or 10.0.0.0/8, separated by commas.");
            }
        }

        return new OutboundAllowed(networks, hosts);
    }

    internal bool Has(string host) => Hosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    internal bool Has(IPAddress address) => Networks.Any(network => network.Contains(address) || network.Contains(PublicAddress.Unwrap(address)));
}
