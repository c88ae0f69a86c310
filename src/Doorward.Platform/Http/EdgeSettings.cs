using System.Net;
using Doorward.Platform.Configuration;
using Doorward.Platform.Http.Outbound;

namespace Doorward.Platform.Http;

/// <summary>How the edges behave; the defaults suit a small team with nothing configured.</summary>
public sealed record EdgeSettings
{
    /// <summary>Origins whose pages may call, <c>https://host[:port]</c>. The WebSocket edge checks Origin against the same list.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = ["http://localhost:3000"];

    /// <summary>Proxies whose X-Forwarded-For is believed. None unless set.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>What inside may be called by Doorward itself. Nothing unless set.</summary>
    public OutboundAllowed OutboundAllowed { get; init; } = OutboundAllowed.Nothing;

    public int BodyBytes { get; init; } = 64 * 1024;

    public int RequestTimeoutSeconds { get; init; } = 30;

    public RateLimit PerCaller { get; init; } = new(300, 600);

    /// <summary>An office, a school or a mobile network is one address: more than a caller has.</summary>
    public RateLimit PerAddress { get; init; } = new(1_000, 2_000);

    /// <summary>
    /// Whether requests from this machine are limited. Not unless asked for: a proxy here that the settings do not name
    /// would make all of its clients one, and a load test is the operator's own doing.
    /// </summary>
    public bool LimitLoopback { get; init; }

    /// <summary>How long readiness says 503 before the server stops accepting.</summary>
    public int DrainDelaySeconds { get; init; }

    /// <summary>How long requests in flight may take to finish at shutdown.</summary>
    public int DrainRequestsSeconds { get; init; } = 10;

    /// <summary>All of the shutdown, whatever it is doing.</summary>
    public static TimeSpan ShutdownTimeout { get; } = TimeSpan.FromSeconds(15);

    public static EdgeSettings Read(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var defaults = new EdgeSettings();
        return new EdgeSettings
        {
            CorsOrigins = Origins(settings, defaults),
            TrustedProxies = Networks(settings),
            OutboundAllowed = OutboundAllowed.Read(settings),
            BodyBytes = settings.WholeNumber("http:body_bytes", defaults.BodyBytes, 1_024, 64 * 1024 * 1024),
            RequestTimeoutSeconds = settings.WholeNumber("http:request_timeout_seconds", defaults.RequestTimeoutSeconds, 1, 3_600),
            PerCaller = Limit(settings, "caller", defaults.PerCaller),
            PerAddress = Limit(settings, "address", defaults.PerAddress),
            LimitLoopback = settings.Flag("http:limits:loopback", defaults.LimitLoopback),
            DrainDelaySeconds = settings.WholeNumber("http:drain_delay_seconds", defaults.DrainDelaySeconds, 0, 5),
            DrainRequestsSeconds = settings.WholeNumber("http:drain_requests_seconds", defaults.DrainRequestsSeconds, 1, 12),
        };
    }

    private static RateLimit Limit(Settings settings, string who, RateLimit usual)
    {
        var perSecond = settings.WholeNumber($"http:limits:{who}_per_second", usual.PerSecond, 1, 1_000_000);
        return new RateLimit(perSecond, settings.WholeNumber($"http:limits:{who}_burst", perSecond * 2, 1, 2_000_000));
    }

    private static string[] Origins(Settings settings, EdgeSettings defaults)
    {
        const string Name = "http:cors_origins";
        var origins = settings.List(Name, [.. defaults.CorsOrigins]);
        foreach (var origin in origins.Where(origin => !IsOrigin(origin)))
        {
            settings.Problems.Add(Settings.VariableOf(Name), $"{origin} is no origin.",
                "List origins as https://host or http://host:port, without a path, separated by commas; * is not possible because callers have cookies.");
        }

        return [.. origins.Select(origin => origin.TrimEnd('/'))];
    }

    private static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is ("http" or "https") && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0;

    private static List<IPNetwork> Networks(Settings settings)
    {
        const string Name = "http:trusted_proxies";
        var networks = new List<IPNetwork>();
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
            else
            {
                settings.Problems.Add(Settings.VariableOf(Name), $"{text} is neither an address nor a network.",
                    "List the proxies' addresses or networks, such as 10.0.0.5, 10.0.0.0/8 or fd00::/8, separated by commas.");
            }
        }

        return networks;
    }
}
