using Doorward.Platform.Contracts;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Live.Contract;
using Doorward.Platform.Live.Inbound;
using Doorward.Platform.Live.Presence;
using Doorward.Platform.Live.Sockets;
using Doorward.Platform.Live.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Platform.Live;

/// <summary>Registers the live connection.</summary>
public static class LiveServices
{
    /// <summary>The sockets, and the messages that every client may send.</summary>
    public static IServiceCollection AddLive(this IServiceCollection services, LiveSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<LiveSockets>();
        services.AddForRequests(all => all.GetRequiredService<LiveSockets>());
        services.AddSingleton<LiveSignIn>();
        services.AddSingleton<TopicDoors>();
        services.AddSingleton<LiveInbox>();
        services.AddSingleton<Rooms>();
        services.AddSingleton<ILiveDeparture>(all => all.GetRequiredService<Rooms>());
        services.AddSingleton<RoomBell>();
        services.AddSingleton<INodeListener>(all => all.GetRequiredService<RoomBell>());
        services.AddForRequests(all => all.GetRequiredService<RoomBell>());
        services.AddSingleton<LiveEndpoint>();
        services.AddSingleton(all => new LiveContract(all.GetRequiredService<EventCatalogue>(), all.GetServices<LiveMessageType>(), all.GetServices<InboundChannel>()));
        return services
            .AddLiveHandler<Authenticate, AuthenticateHandler>(Authenticate.Type)
            .AddLiveHandler<Ping, PingHandler>("ping")
            .AddLiveHandler<Subscribe, SubscribeHandler>("subscribe")
            .AddLiveHandler<Unsubscribe, UnsubscribeHandler>("unsubscribe")
            .AddLiveHandler<BePresent, BePresentHandler>("presence")
            .AddLiveHandler<Typing, TypingHandler>("typing");
    }
}
