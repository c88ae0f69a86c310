using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Doorward.Platform.Http;

/// <summary>
/// X-Forwarded-For and X-Forwarded-Proto, believed only from proxies that the settings name; from anyone else they are
/// ignored, since whoever sends them chooses what they say.
/// </summary>
internal static class TrustedProxies
{
    public static void UseForwardedHeadersOf(this IApplicationBuilder app, IReadOnlyList<IPNetwork> proxies)
    {
        if (proxies.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // every hop is checked against the list, so a chain may be as long as it is
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            options.KnownIPNetworks.Add(proxy);
        }

        app.UseForwardedHeaders(options);
    }
}
