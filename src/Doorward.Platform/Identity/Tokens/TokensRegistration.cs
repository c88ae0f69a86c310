using Doorward.Platform.Http.Outbound;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>Token checking for the host.</summary>
public static class TokensRegistration
{
    /// <summary>
    /// Adds <see cref="TokenSettings"/> (from the section <c>Issuers</c>) and <see cref="TokenVerifier"/>. A host that registers an
    /// <see cref="OwnIssuer"/>, or calls <see cref="TokenVerifier.Trust"/> later, accepts its own tokens too. The host asks
    /// <see cref="TokenSettings.Validate"/> at start: a verifier is not made from settings with problems.
    /// </summary>
    public static IServiceCollection AddTokens(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(TokenSettings.From(configuration));
        services.AddSingleton(provider =>
        {
            var verifier = ActivatorUtilities.CreateInstance<TokenVerifier>(provider);
            if (provider.GetService<OwnIssuer>() is { } own)
            {
                verifier.Trust(own);
            }

            return verifier;
        });

        services.AddOutboundHttp(
            KeyFetch.ClientName, new OutboundLimits(KeyFetch.MaximumBytes), provider => provider.GetRequiredService<TokenSettings>().WrittenAddresses);
        return services;
    }
}
