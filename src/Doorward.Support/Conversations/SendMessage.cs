using System.ComponentModel;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Live;
using Doorward.Platform.Telemetry;
using Doorward.Support.Graph;

namespace Doorward.Support.Conversations;

/// <summary>What a client of <c>/ws</c> sends to say something in a conversation.</summary>
[Description("Says something in a conversation: a customer in their own, staff as the agency's reply.")]
internal sealed record SendMessage(
    [property: Description("Where it is said.")] Guid ConversationId,
    [property: Description("1 to 8,000 characters.")] string Body,
    [property: Description("The same key is the same message, however often it comes.")] string? IdempotencyKey = null) : ILivePayload<SendMessage>
{
    public static SendMessage Example { get; } = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c50"), "Is the flat still free?", "0f8fad5b-d9cb-469f-a165-70867728950e");
}

/// <summary>What was said.</summary>
internal sealed record MessageSent(
    [property: Description("The message's id.")] Guid MessageId,
    [property: Description("Its place in the conversation, from 1.")] int Number);

/// <summary>Handles <c>message.send</c> with the same commands that the graph's mutations use.</summary>
internal sealed class SendMessageHandler(
    CommandBatcher<IngestMessage, Outcome<Message>> messages, CommandBatcher<SendReply, Outcome<Message>> replies) : ILiveHandler<SendMessage>
{
    private static readonly Refusals Refusals = new(
        Staff.NoLonger,
        new Refusal("no_such_conversation", 404, "There is no such conversation."),
        IdempotencyKey.Reused);

    static object ILiveHandler<SendMessage>.AnswerExample => new MessageSent(Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c51"), 1);

    public async ValueTask<LiveAnswer> Handle(SendMessage payload, Caller caller, LiveConnection connection, CancellationToken cancellation)
    {
        if (KeyScope.Refuse(caller, GraphKeys.Write.Name) is { } outOfScope)
        {
            return LiveAnswer.Refused(outOfScope);
        }

        var errors = new FieldErrors();
        var body = errors.Prose("body", payload.Body, Message.Longest);
        var key = IdempotencyKey.Of(payload.IdempotencyKey, (payload.ConversationId, body).ToString(), errors);
        if (errors.Any)
        {
            return LiveAnswer.Refused(new Refusal("invalid", 422, string.Join(" ", errors.All.Select(error => $"{error.Field} {error.Sentence}"))));
        }

        var (id, trace) = (Guid.CreateVersion7(), DoorwardTelemetry.Traceparent);
        var outcome = caller.IsStaff
            ? await replies.Submit(new SendReply(id, payload.ConversationId, body, key, caller, trace), cancellation)
            : await messages.Submit(
                new IngestMessage(id, payload.ConversationId, false, caller.OrganizationId, caller.PersonId, "customer", "", null, body, key, trace), cancellation);
        return outcome.Value is { } message
            ? LiveAnswer.With(new MessageSent(message.Id, message.Number))
            : LiveAnswer.Refused(Refusals.All.First(refusal => refusal.Code == outcome.Code));
    }
}
