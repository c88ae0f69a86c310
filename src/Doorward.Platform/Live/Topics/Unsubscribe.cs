using System.ComponentModel;
using Doorward.Platform.Identity;

namespace Doorward.Platform.Live.Topics;

[Description("Ends the events of a topic. Some that were on their way may still come.")]
internal sealed record Unsubscribe([property: Description("The topic, as it was answered to subscribe.")] string Topic) : ILivePayload<Unsubscribe>
{
    public static Unsubscribe Example { get; } = new("bookings");
}

internal sealed class UnsubscribeHandler : ILiveHandler<Unsubscribe>
{
    public ValueTask<LiveAnswer> Handle(Unsubscribe payload, Caller caller, LiveConnection connection, CancellationToken cancellation) =>
        ValueTask.FromResult(connection.Drop(payload.Topic) ? LiveAnswer.Done : LiveAnswer.Refused(LiveRefusals.NotSubscribed));
}
