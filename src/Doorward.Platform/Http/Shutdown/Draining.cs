using Microsoft.Extensions.Hosting;

namespace Doorward.Platform.Http;

/// <summary>
/// Knows that the end has begun. The order of a shutdown is the host's own and suffices:
/// <list type="number">
/// <item>SIGTERM or Ctrl-C: ApplicationStopping; readiness says 503; live sockets say goodbye on the same token.</item>
/// <item>This part waits <c>http:drain_delay_seconds</c> (0 unless set), while balancers notice.</item>
/// <item>The server, registered last by WebApplication, stops first: no new connections, requests in flight finish. Just before their time is
/// over, whoever is still sending a body is told to come again.</item>
/// <item>Hosted services stop in the reverse of their registration: register what others stand on first.</item>
/// </list>
/// All of it within HostOptions.ShutdownTimeout (15 s), of which the requests have at most ten: see <see cref="DrainingServer"/>.
/// </summary>
public sealed class Draining : IHostedLifecycleService, IDisposable
{
    private readonly EdgeSettings _settings;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _late = new();
    private volatile bool _begun;

    public Draining(IHostApplicationLifetime lifetime, EdgeSettings settings, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(lifetime);
        (_settings, _clock) = (settings, clock);
        lifetime.ApplicationStopping.Register(() => _begun = true);
    }

    /// <summary>True from the first moment of the shutdown.</summary>
    public bool Begun => _begun;

    /// <summary>Cancelled when what has not arrived by now is no longer waited for, while there is time to say so: see <see cref="UnfinishedBodies"/>.</summary>
    internal CancellationToken Late => _late.Token;

    /// <summary>Bodies that are still on their way are given up.</summary>
    internal void GiveUpBodies() => _late.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _late.Dispose();

    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken)
    {
        _begun = true;
        return Task.Delay(TimeSpan.FromSeconds(_settings.DrainDelaySeconds), _clock, cancellationToken);
    }

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
