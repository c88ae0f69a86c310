using System.ComponentModel;
using Doorward.Platform.Identity;

namespace Doorward.Platform.Live.Presence;

[Description("Says that one is typing at a topic at which one is present. Send it again every few seconds; it passes by itself.")]
internal sealed record Typing([property: Description("The keyed topic.")] string Topic) : ILivePayload<Typing>
{
    public static Typing Example { get; } = new(PresencePayload.Example.Topic);
}

internal sealed class TypingHandler(Rooms rooms) : ILiveHandler<Typing>
{
    public ValueTask<LiveAnswer> Handle(Typing payload, Caller caller, LiveConnection connection, CancellationToken cancellation) =>
        ValueTask.FromResult(rooms.Holds(connection, payload.Topic)
            ? LiveAnswer.Done with { Afterwards = () => rooms.Types(connection, payload.Topic) }
            : LiveAnswer.Refused(LiveRefusals.NotPresent));
}
