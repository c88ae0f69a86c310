using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Doorward.Platform;

/// <summary>
/// Registers what runs in the background. This is the one place where a node's <see cref="Roles"/> decide: everything is registered on every node, so
/// that parts find each other, and what is of another role does not run.
/// </summary>
public static class RoleServices
{
    /// <summary>Runs it where work is done: what follows the log, does jobs, reads a queue.</summary>
    public static IServiceCollection AddWorker<TService>(this IServiceCollection services)
        where TService : class, IHostedService => services.AddWorker(all => ActivatorUtilities.CreateInstance<TService>(all));

    /// <summary>Runs what the function makes where work is done; null: there is nothing to run as the settings are.</summary>
    public static IServiceCollection AddWorker(this IServiceCollection services, Func<IServiceProvider, IHostedService?> worker) =>
        services.AddSingleton<IHostedService>(all => (all.GetRequiredService<Roles>().Workers ? worker(all) : null) ?? NotHere.Instance);

    /// <summary>Runs it where requests are answered: what serves clients and nobody else.</summary>
    public static IServiceCollection AddForRequests(this IServiceCollection services, Func<IServiceProvider, IHostedService> service) =>
        services.AddSingleton<IHostedService>(all => all.GetRequiredService<Roles>().Web ? service(all) : NotHere.Instance);

    private sealed class NotHere : IHostedService
    {
        public static NotHere Instance { get; } = new();

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
