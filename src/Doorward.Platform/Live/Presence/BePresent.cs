using System.ComponentModel;
using Doorward.Platform.Identity;
using Doorward.Platform.Live.Topics;

namespace Doorward.Platform.Live.Presence;

[Description("Says that one looks at a keyed topic, or no longer does. Staff who are there are told with presence who else is; so is everybody who types.")]
internal sealed record BePresent(
    [property: Description("A keyed topic, such as booking:{id}.")] string Topic,
    [property: Description("Whether one is there.")] bool Here = true) : ILivePayload<BePresent>
{
    public static BePresent Example { get; } = new(PresencePayload.Example.Topic);
}

internal sealed class BePresentHandler(TopicDoors doors, Rooms rooms) : ILiveHandler<BePresent>
{
    public async ValueTask<LiveAnswer> Handle(BePresent payload, Caller caller, LiveConnection connection, CancellationToken cancellation)
    {
        if (await doors.Find(payload.Topic, connection.Viewer!, cancellation) is not { } topic)
        {
            return LiveAnswer.Refused(LiveRefusals.NoSuchTopic);
        }

        return topic.Key is null ? LiveAnswer.Refused(LiveRefusals.NotKeyed)
            : rooms.Holds(connection, topic.Text) || rooms.CountOf(connection) < Rooms.MostOfOne || !payload.Here
                ? LiveAnswer.Done with { Afterwards = () => rooms.Be(connection, topic.Text, payload.Here) }
                : LiveAnswer.Refused(LiveRefusals.TooManyTopics);
    }
}
