using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Doorward.Platform.Http;

/// <summary>Everything between the socket and a route, in its one right order.</summary>
public static class Edges
{
    /// <summary>Call it on a WebApplicationBuilder's services, before the modules': what is registered first stops last.</summary>
    public static IServiceCollection AddEdges(this IServiceCollection services, EdgeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Roles.All);
        services.TryAddSingleton<ICallerKey, SubjectClaim>();
        services.AddSingleton<Draining>();
        services.AddHostedService(provider => provider.GetRequiredService<Draining>());
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddCors(cors => cors.AddDefaultPolicy(policy => CrossOrigin.Allow(policy, settings)));
        services.AddRequestTimeouts(timeouts => RequestTimeouts.Limit(timeouts, settings));
        services.ConfigureHttpJsonOptions(json => DoorwardJson.Configure(json.SerializerOptions));
        services.ConfigureAll<OpenApiOptions>(SchemaTypes.Restore);
        // thrown, a binding failure says what it is about; by itself the framework answers a bare 400
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<UuidConstraint>("guid"));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = EdgeSettings.ShutdownTimeout);
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.BodyBytes;
        });
        DrainingServer.Wrap(services);
        return services;
    }

    /// <summary>Call it before any route is mapped.</summary>
    /// <param name="app">The application.</param>
    /// <param name="authenticate">How to find out who calls; left out, the framework's authentication if it is registered.</param>
    public static WebApplication UseEdges(this WebApplication app, Action<IApplicationBuilder>? authenticate = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        var settings = app.Services.GetRequiredService<EdgeSettings>();
        var registered = app.Services.GetRequiredService<IServiceProviderIsService>();

        app.UseForwardedHeadersOf(settings.TrustedProxies);
        app.UseMiddleware<LastAnswers>();
        app.UseMiddleware<RequestIds>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ServerSpans>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<UnfinishedBodies>();
        app.UseRouting();
        app.UseCors();
        app.UseMiddleware<RateLimitMiddleware>(AddressBuckets.Create(settings.PerAddress, settings.LimitLoopback), "address");
        app.UseTimeoutsOfShortRequests();
        if (authenticate is not null)
        {
            authenticate(app);
        }
        else if (registered.IsService(typeof(IAuthenticationSchemeProvider)))
        {
            app.UseAuthentication();
        }

        app.UseMiddleware<RateLimitMiddleware>(CallerBuckets.Create(
            settings.PerCaller, settings.LimitLoopback, app.Services.GetRequiredService<ICallerKey>()), "caller");
        if (registered.IsService(typeof(IAuthorizationHandlerProvider)))
        {
            app.UseAuthorization();
        }

        app.UseMiddleware<BodyCharset>();
        app.MapHealth();
        return app;
    }
}
