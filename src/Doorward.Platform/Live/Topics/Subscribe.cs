using System.ComponentModel;
using Doorward.Platform.Events.Live;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Identity;
using Microsoft.Extensions.Logging;

namespace Doorward.Platform.Live.Topics;

[Description("Asks for the events of a topic: of those that come, and with a cursor of all that came after it. Asked again, it begins anew.")]
internal sealed record Subscribe(
    [property: Description("One of the topics, with its key where it has one: bookings, or booking:{id}.")] string Topic,
    [property: Description("The last cursor seen of it; left out, it begins now.")] string? After = null) : ILivePayload<Subscribe>
{
    public static Subscribe Example { get; } = new("bookings", "7341-22");
}

internal sealed record Subscribed(
    [property: Description("The topic, as its events will name it.")] string Topic,
    [property: Description("Where it begins: the first cursor to resume from.")] string Cursor);

internal sealed class SubscribeHandler(TopicDoors doors, LiveTail tail, LogReader reader, ILogger<SubscribeHandler> log) : ILiveHandler<Subscribe>
{
    private const int Most = 32;

    public static object? AnswerExample => new Subscribed("bookings", "7341-22");

    public async ValueTask<LiveAnswer> Handle(Subscribe payload, Caller caller, LiveConnection connection, CancellationToken cancellation)
    {
        var after = default(LogCursor);
        if (payload.After is { } text && !LogCursor.TryParse(text, out after))
        {
            return LiveAnswer.Refused(LiveRefusals.InvalidCursor);
        }

        if (await doors.Find(payload.Topic, connection.Viewer!, cancellation) is not { } topic)
        {
            return LiveAnswer.Refused(LiveRefusals.NoSuchTopic);
        }

        // Settled before the answer: what happens once the client has it is told.
        var start = payload.After is null ? await reader.Now(cancellation) : after;
        var subscription = new Subscription(topic, start, connection, tail, log);
        return connection.Keep(subscription, Most)
            ? LiveAnswer.With(new Subscribed(topic.Text, start.ToString())) with { Afterwards = () => _ = subscription.Run() }
            : LiveAnswer.Refused(LiveRefusals.TooManyTopics);
    }
}
