namespace Doorward.Platform.Events.Log;

/// <summary>Hears what other nodes NOTIFY on a channel of its own; on the connection that the bell listens on anyway.</summary>
internal interface INodeListener
{
    /// <summary>A fixed name.</summary>
    string Channel { get; }

    /// <summary>Must be quick. What this node said itself is heard too.</summary>
    void Hear(string payload);
}
