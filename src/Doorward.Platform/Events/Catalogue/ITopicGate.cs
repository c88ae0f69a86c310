using Doorward.Platform.Identity;

namespace Doorward.Platform.Events.Catalogue;

/// <summary>A module's answer to who may see one of its keyed topics, such as one conversation. Register it with AddTopicGate.</summary>
public interface ITopicGate
{
    /// <summary>The topic whose door it keeps.</summary>
    EventTopic Topic { get; }

    /// <summary>Whether the caller may; false also when there is no such thing.</summary>
    ValueTask<bool> Admits(Caller caller, Guid key, CancellationToken cancellation);
}
