using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Platform.Events.Catalogue;

/// <summary>Every event type and topic that the modules declared.</summary>
public sealed class EventCatalogue
{
    private readonly FrozenDictionary<string, EventType> _types;
    private readonly FrozenDictionary<string, EventTopic> _topics;

    /// <summary>Of all that was registered.</summary>
    /// <exception cref="InvalidOperationException">Two types, or two different topics, have the same name.</exception>
    public EventCatalogue(IEnumerable<EventType> types, IEnumerable<EventTopic> topics)
    {
        Types = [.. types.OrderBy(type => type.Name, StringComparer.Ordinal)];
        Topics = [.. topics.Concat(Types.Select(type => type.Topic)).Distinct().OrderBy(topic => topic.Name, StringComparer.Ordinal)];
        _types = ByName(Types, type => type.Name);
        _topics = ByName(Topics, topic => topic.Name);
    }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<EventType> Types { get; }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<EventTopic> Topics { get; }

    /// <summary>The type of that name; null where nobody declared it: a row of a newer or an older program.</summary>
    public EventType? Find(string type) => _types.GetValueOrDefault(type);

    /// <summary>The stream in Redis to which events of a type go, also of one that nobody declared.</summary>
    public string StreamOf(string type) => Find(type)?.Topic.Stream ?? EventTopic.CommonStream;

    /// <summary>The topic of that name, without its key.</summary>
    public EventTopic? FindTopic(string name) => _topics.GetValueOrDefault(name);

    private static FrozenDictionary<string, T> ByName<T>(IReadOnlyList<T> all, Func<T, string> name) =>
        all.GroupBy(name).FirstOrDefault(twins => twins.Count() > 1) is { } twins
            ? throw new InvalidOperationException($"{twins.Key} is declared twice.")
            : all.ToFrozenDictionary(name);
}

/// <summary>Registers what modules declare.</summary>
public static class EventCatalogueServices
{
    /// <summary>Declares a module's event types.</summary>
    public static IServiceCollection AddEventTypes(this IServiceCollection services, params IEnumerable<EventType> types)
    {
        foreach (var type in types)
        {
            services.AddSingleton(type);
        }

        return services;
    }

    /// <summary>Declares a keyed topic and who may see each of them.</summary>
    public static IServiceCollection AddTopicGate<TGate>(this IServiceCollection services)
        where TGate : class, ITopicGate => services
        .AddSingleton<ITopicGate, TGate>()
        .AddSingleton(all => all.GetServices<ITopicGate>().First(gate => gate is TGate).Topic);
}
