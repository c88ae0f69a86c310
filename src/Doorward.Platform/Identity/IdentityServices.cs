using Doorward.Platform.Http;
using Doorward.Platform.Identity.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Platform.Identity;

/// <summary>Registers tokens, callers and the keys document.</summary>
public static class IdentityServices
{
    /// <summary>Token checks and the directory of callers. <paramref name="configuration"/> holds the section <c>Issuers</c>.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration configuration, OwnIssuer own)
    {
        services.AddSingleton(own);
        services.AddTokens(configuration);
        services.AddSingleton<ICallerKey, CallerKey>();
        services.AddSingleton<CallerDirectory>();
        services.AddSingleton<BearerCallers>();
        services.AddSingleton<CookieOrigin>();
        services.AddForRequests(all => all.GetRequiredService<CallerDirectory>());
        return services;
    }

    /// <summary>The public keys of Doorward's own tokens (RFC 7517), for whoever wants to check them.</summary>
    public static void MapIdentity(this IEndpointRouteBuilder routes) => routes
        .MapGet("/.well-known/jwks.json", (OwnIssuer own) => TypedResults.Text(own.Jwks, "application/jwk-set+json"))
        .AllowAnonymous()
        .ExcludeFromDescription();
}
