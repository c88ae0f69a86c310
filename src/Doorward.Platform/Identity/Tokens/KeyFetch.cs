using System.Text.Json;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>Fetches an issuer's JWK Set, at a known address or at the one its discovery document names.</summary>
/// <remarks>
/// Addresses come from the operator's configuration, or from the document of an issuer named there: never from a token. The client
/// (<see cref="ClientName"/>) follows no redirect, so an address stays what the operator wrote, and goes nowhere inside but where the operator wrote to.
/// </remarks>
internal sealed class KeyFetch(IHttpClientFactory clients, IssuerSettings settings, TimeProvider time)
{
    public const string ClientName = "doorward.issuer-keys";

    /// <summary>The largest document read: Google's set has 2 KB, and no honest one has a hundred times as much.</summary>
    public const int MaximumBytes = 256 * 1024;

    public async Task<IReadOnlyList<VerificationKey>> Fetch()
    {
        using var timeout = new CancellationTokenSource(settings.KeyFetchTimeout, time);
        var address = settings.JwksUrl is { } given ? new Uri(given) : await Discover(timeout.Token);
        return Jwks.Read(await Read(address, timeout.Token)) ?? throw new FormatException($"{address} is not a JWK Set");
    }

    // OpenID Connect Discovery 1.0, sections 4.1 and 4.3: the document must name the issuer it was asked about.
    private async Task<Uri> Discover(CancellationToken cancellation)
    {
        var address = new Uri($"{settings.Issuer.TrimEnd('/')}/.well-known/openid-configuration");
        if (!StrictJson.TryReadObject(await Read(address, cancellation), out var document)
            || document.Text("issuer") != settings.Issuer
            || !Uri.TryCreate(document.Text("jwks_uri"), UriKind.Absolute, out var keys)
            || !MayFetch(keys, address))
        {
            throw new FormatException($"{address} does not describe the issuer, or names no https address for its keys");
        }

        return keys;
    }

    // An issuer on the internet must not be able to send us to an address inside this machine.
    private bool MayFetch(Uri keys, Uri discovered) =>
        IssuerSettings.MayFetch(keys, settings.AllowHttp) && (!keys.IsLoopback || discovered.IsLoopback);

    private async Task<byte[]> Read(Uri address, CancellationToken cancellation)
    {
        using var client = clients.CreateClient(ClientName);
        return await client.GetByteArrayAsync(address, cancellation);
    }
}
