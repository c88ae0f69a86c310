using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Platform.Http.Outbound;

/// <summary>Clients for calling others, which cannot be led into this machine or its network.</summary>
public static class OutboundHttp
{
    /// <summary>
    /// Adds a client of this name; take it from <see cref="IHttpClientFactory"/>. It reaches the open internet, what the setting
    /// <c>DOORWARD_HTTP__OUTBOUND_ALLOWED</c> lists, and the very hosts and ports of <paramref name="written"/>. It follows no redirects, keeps no
    /// cookies, unpacks nothing, and uses no proxy of the environment: a proxy would resolve names where nobody looks.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The client's name.</param>
    /// <param name="limits">How much a call may take.</param>
    /// <param name="written">Addresses that the operator wrote into the settings for this very client: who writes one there means it, wherever it leads.</param>
    public static IHttpClientBuilder AddOutboundHttp(
        this IServiceCollection services, string name, OutboundLimits? limits = null, Func<IServiceProvider, IEnumerable<Uri>>? written = null)
    {
        var most = limits ?? new OutboundLimits();
        return services.AddHttpClient(name, client =>
            {
                client.MaxResponseContentBufferSize = most.BodyBytes;
                client.Timeout = TimeSpan.FromSeconds(most.Seconds);
            })
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                ConnectTimeout = TimeSpan.FromSeconds(Math.Min(5, most.Seconds)),
                MaxResponseHeadersLength = 32, // KiB
                ConnectCallback = new OutboundDoor(
                    provider.GetService<EdgeSettings>()?.OutboundAllowed ?? OutboundAllowed.Nothing, written?.Invoke(provider) ?? []).Open,
            })
            .RemoveAllLoggers();
    }
}
