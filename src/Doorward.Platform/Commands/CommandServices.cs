using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Doorward.Platform.Commands;

/// <summary>Registers commands: a line each, in the module that owns them.</summary>
public static class CommandServices
{
    /// <summary>Registers a command's statement and the batcher in front of it.</summary>
    public static IServiceCollection AddCommand<TCommand, TOutcome, TStatement>(this IServiceCollection services)
        where TOutcome : class
        where TStatement : CommandStatement<TCommand, TOutcome>
    {
        services.TryAddSingleton<BatchRunner>();
        services.TryAddSingleton(new BatcherOptions());
        services.TryAddSingleton<Transactions>();
        services.AddSingleton<CommandStatement<TCommand, TOutcome>, TStatement>();
        services.AddSingleton<CommandBatcher<TCommand, TOutcome>>();
        services.AddSingleton<IHostedService>(all => all.GetRequiredService<CommandBatcher<TCommand, TOutcome>>());
        return services;
    }
}
