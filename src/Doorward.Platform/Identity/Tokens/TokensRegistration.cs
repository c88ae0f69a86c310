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

        // No redirects: an address is what the operator wrote. No decompression: a small answer stays small. No cookies: nothing is kept.
        services.AddHttpClient(KeyFetch.ClientName)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .RemoveAllLoggers();
        return services;
    }
}
