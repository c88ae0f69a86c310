using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Platform.Http;

/// <summary>
/// Gives requests in flight a share of the shutdown's time, not all of it: without this one stuck request takes the 15 s
/// and the parts behind it (batchers, workers, the database) are cut off. Past the share Kestrel aborts what is left.
/// </summary>
internal sealed class DrainingServer(IServer inner, EdgeSettings settings, Draining draining, TimeProvider clock) : IServer
{
    // Enough to write a problem to everybody, short enough that a slow body has most of the share.
    private static readonly TimeSpan ToSaySo = TimeSpan.FromSeconds(1);

    public IFeatureCollection Features => inner.Features;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => inner.StartAsync(application, cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var share = new CancellationTokenSource(TimeSpan.FromSeconds(settings.DrainRequestsSeconds), clock);
        var patience = TimeSpan.FromSeconds(settings.DrainRequestsSeconds) - ToSaySo;
        await using var late = clock.CreateTimer(_ => draining.GiveUpBodies(), null, patience > TimeSpan.Zero ? patience : ToSaySo / 2, Timeout.InfiniteTimeSpan);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, share.Token);
        await inner.StopAsync(either.Token);
    }

    public void Dispose() => inner.Dispose();

    /// <summary>Wraps the server that is registered (Kestrel). A test host that registers its own later replaces both.</summary>
    public static void Wrap(IServiceCollection services)
    {
        var registered = services.LastOrDefault(service => service.ServiceType == typeof(IServer) && !service.IsKeyedService);
        if (registered?.ImplementationType is not { } type)
        {
            return;
        }

        services.Remove(registered);
        services.AddSingleton<IServer>(provider => new DrainingServer(
            (IServer)ActivatorUtilities.CreateInstance(provider, type),
            provider.GetRequiredService<EdgeSettings>(),
            provider.GetRequiredService<Draining>(),
            provider.GetRequiredService<TimeProvider>()));
    }
}
