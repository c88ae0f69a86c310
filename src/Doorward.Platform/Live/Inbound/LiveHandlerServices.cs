using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Platform.Live;

/// <summary>Registers what clients of <c>/ws</c> may send.</summary>
public static class LiveHandlerServices
{
    /// <summary>Messages of a type go to a handler: <c>services.AddLiveHandler&lt;NoticeRead, ReadNotice&gt;("notice.read")</c>.</summary>
    /// <typeparam name="TPayload">What is sent; a record with a [Description] and an example.</typeparam>
    /// <typeparam name="THandler">Made once, with the services that its constructor asks for.</typeparam>
    public static IServiceCollection AddLiveHandler<TPayload, THandler>(this IServiceCollection services, string type)
        where TPayload : ILivePayload<TPayload>
        where THandler : class, ILiveHandler<TPayload> => services
        .AddSingleton<THandler>()
        .AddSingleton(all => LiveMessageType.Of<TPayload, THandler>(type, all.GetRequiredService<THandler>()));
}
