using System.Collections.Frozen;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Events.Live;

namespace Doorward.Platform.Live.Topics;

/// <summary>One topic, as a client named it.</summary>
/// <param name="Topic">What was declared.</param>
/// <param name="Key">Which of a keyed topic.</param>
internal sealed record NamedTopic(EventTopic Topic, Guid? Key)
{
    /// <summary>As it is written, always in the same way.</summary>
    public string Text { get; } = Key is { } key ? $"{Topic.Name}:{key}" : Topic.Name;

    /// <summary>Whether the event belongs to it; whether somebody may see it is another question.</summary>
    public bool Tells(LiveEvent live) => Topic == EventTopic.Organization
        || (Key is { } key ? live.Type?.Topic == Topic.Within && live.IdIn(Topic.KeyedBy!) == key : live.Type?.Topic == Topic);
}

/// <summary>Finds topics, and asks whether somebody may have them.</summary>
internal sealed class TopicDoors(EventCatalogue catalogue, IEnumerable<ITopicGate> gates)
{
    private readonly FrozenDictionary<string, ITopicGate> _gates = gates.ToFrozenDictionary(gate => gate.Topic.Name);

    /// <summary>The topic; null: there is none, or it is not theirs. Which of the two is not theirs to know.</summary>
    public async ValueTask<NamedTopic?> Find(string name, EventViewer viewer, CancellationToken cancellation)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (catalogue.FindTopic(colon < 0 ? name : name[..colon]) is not { } topic)
        {
            return null;
        }

        if (colon < 0)
        {
            return topic.Within is null && (viewer.Caller.IsStaff || topic.ForApplicants) ? new NamedTopic(topic, null) : null;
        }

        return Guid.TryParseExact(name.AsSpan(colon + 1), "D", out var key) && _gates.TryGetValue(topic.Name, out var gate)
            && await gate.Admits(viewer.Caller, key, cancellation) ? new NamedTopic(topic, key) : null;
    }
}
