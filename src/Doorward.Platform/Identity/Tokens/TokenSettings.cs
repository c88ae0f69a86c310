using Microsoft.Extensions.Configuration;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>The issuers whose tokens are accepted besides Doorward's own, from the configuration section <c>Issuers</c>.</summary>
/// <param name="Issuers">In the order of the configuration. None is fine: then only Doorward's own tokens are accepted.</param>
public sealed record TokenSettings(IReadOnlyList<IssuerSettings> Issuers)
{
    private IReadOnlyList<string> unreadable = [];

    // What a discovery document names is not among them: an issuer on the internet must not be able to send us into our own network.
    /// <summary>The addresses that the operator wrote: an issuer of their own may be inside.</summary>
    internal IEnumerable<Uri> WrittenAddresses => Issuers.Select(issuer => issuer.WithPreset())
        .SelectMany(issuer => new[] { issuer.JwksUrl, issuer.Issuer })
        .Select(text => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null).OfType<Uri>();

    /// <summary>Reads the section; what cannot be read is told by <see cref="Validate"/>, not thrown.</summary>
    /// <param name="configuration">The root, in which <c>Issuers:0:Issuer</c> is <c>DOORWARD_ISSUERS__0__ISSUER</c>.</param>
    public static TokenSettings From(IConfiguration configuration)
    {
        var problems = new List<string>();
        var issuers = configuration.GetSection("Issuers").GetChildren()
            .Select((section, place) => new IssuerSettingsReader(section, place, problems).Read())
            .ToList();

        return new TokenSettings(issuers) { unreadable = problems };
    }

    /// <summary>Everything that is wrong, each with its remedy, in the order of the configuration. Never holds a secret.</summary>
    public IReadOnlyList<string> Validate() =>
    [
        .. unreadable,
        .. Issuers.SelectMany((issuer, place) => new IssuerValidation(issuer.WithPreset(), place).Problems()),
        .. Issuers.Select(i => i.WithPreset().Issuer).Where(name => name.Length > 0)
            .GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1)
            .Select(same => $"Issuers: \"{same.Key}\" is configured {same.Count()} times. Keep one of them; it may have several keys."),
    ];
}
