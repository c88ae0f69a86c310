using Doorward.Platform.Events.Bus;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Events.Live;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Redis;
using Doorward.Platform.Events.Retention;
using Doorward.Platform.Events.Seals;
using Doorward.Platform.Events.Subscribers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Doorward.Platform.Events;

/// <summary>Registers the log and what follows it.</summary>
public static class EventServices
{
    /// <summary>The log's readers, the live tail, the audit seal and retention.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services, LogRetention retention)
    {
        services.TryAddSingleton(Roles.All);
        services.AddSingleton(new Node());
        services.AddSingleton(EventTopic.Organization);
        services.AddSingleton<EventCatalogue>();
        services.AddSingleton<LogSignal>();
        services.AddSingleton<LogReader>();
        services.AddSingleton<LogFeed>();
        services.AddHostedService(all => all.GetRequiredService<LogFeed>());
        services.AddSingleton<CursorStore>();
        services.AddSingleton<HandledStore>();
        services.AddSingleton<Handover>();
        services.AddSingleton<JobStore>();
        services.AddSingleton<JobPlaces>();
        services.AddSingleton<DeadLetters>();
        services.AddSingleton<AuditChain>();
        services.AddSingleton(retention);
        services.AddSingleton<EventAudience>();
        services.AddSingleton<LiveSessions>();
        services.AddForRequests(all => all.GetRequiredService<LiveSessions>());
        services.AddSingleton<LiveTail>();
        services.AddForRequests(all => all.GetRequiredService<LiveTail>());
        services.AddHostedService<NodeBell>();
        services.AddSingleton<Backlog>();
        services.AddHostedService(all => all.GetRequiredService<Backlog>());
        services.AddSubscriber<AuditSeal>();
        services.AddJob<Redelivery>();
        services.AddJob<PruneLog>();
        services.AddWorker<PruneLog.FirstTime>();
        return services;
    }

    /// <summary>Registers a durable subscriber of the log; it runs on nodes that are workers.</summary>
    public static IServiceCollection AddSubscriber<TSubscriber>(this IServiceCollection services)
        where TSubscriber : Subscriber
    {
        services.AddSingleton<TSubscriber>();
        services.AddSingleton<Subscriber>(all => all.GetRequiredService<TSubscriber>());
        return services
            .AddWorker(all => IsCarried<TSubscriber>(all) ? Run<Consumer, TSubscriber>(all) : Run<SubscriberLoop, TSubscriber>(all))
            .AddWorker(all => IsCarried<TSubscriber>(all) ? Run<Sweep, TSubscriber>(all) : null);
    }

    /// <summary>Registers the handler of a kind of job; it runs on nodes that are workers.</summary>
    public static IServiceCollection AddJob<THandler>(this IServiceCollection services)
        where THandler : JobHandler
    {
        services.AddSingleton<THandler>();
        return services.AddWorker(all => ActivatorUtilities.CreateInstance<JobLoop>(all, all.GetRequiredService<THandler>()));
    }

    /// <summary>Whether Redis carries its events to it. One that asks for all of them needs their order, which is the log's.</summary>
    private static bool IsCarried<TSubscriber>(IServiceProvider all)
        where TSubscriber : Subscriber => all.GetService<RedisSettings>() is { IsBus: true } && all.GetRequiredService<TSubscriber>().Types is not null;

    private static TLoop Run<TLoop, TSubscriber>(IServiceProvider all)
        where TLoop : IHostedService
        where TSubscriber : Subscriber => ActivatorUtilities.CreateInstance<TLoop>(all, all.GetRequiredService<TSubscriber>());
}
