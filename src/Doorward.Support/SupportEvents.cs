using System.ComponentModel;
using Doorward.Platform.Events.Catalogue;

namespace Doorward.Support;

/// <summary>What the support part writes to the log: ids, times and states. What people write stays in its own tables.</summary>
internal static class SupportEvents
{
    private static readonly EventTopic Conversations = new("conversations", "What staff does with conversations.") { Stream = "messages" };
    private static readonly EventTopic Drafts = new("drafts", "What the copilot proposes, and what becomes of it.") { Stream = "drafts" };

    /// <summary>One a conversation: its customer may follow it, too.</summary>
    public static EventTopic Conversation { get; } = new("conversation", "What is said in one conversation, to its customer as well; people are present there, and type.")
    {
        KeyedBy = "conversation_id",
        Stream = "messages",
    };

    private static readonly Guid ConversationId = Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c50");
    private static readonly Guid Message = Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c51");
    private static readonly Guid Reply = Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c52");
    private static readonly Guid Person = Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c11");
    private static readonly DateTimeOffset Until = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private static readonly Arranged Open = new("OPEN", null, null);

    public static IEnumerable<EventType> All =>
    [
        new("message.created", "A customer wrote.", Conversation) { After = new Said(ConversationId, 1, "CUSTOMER") },
        new("reply.sent", "The agency answered: a person in their own words, or by approving a draft.", Conversation)
        {
            After = new Said(ConversationId, 2, "STAFF"),
        },
        new("note.added", "Staff wrote each other a note.", Conversations) { After = new Noted(ConversationId) },
        new("conversation.assigned", "A conversation was given to somebody, or taken away.", Conversations)
        {
            Before = Open, After = new Rearranged("OPEN", Person, null, ConversationId, null),
        },
        new("conversation.snoozed", "A conversation was put away for a while.", Conversations)
        {
            Before = Open, After = new Rearranged("SNOOZED", null, null, ConversationId, Until),
        },
        new("conversation.closed", "A conversation is done with.", Conversations)
        {
            Before = Open, After = new Rearranged("CLOSED", null, null, ConversationId, null),
        },
        new("conversation.reopened", "A conversation is open again: somebody wanted it, or its time has come.", Conversations)
        {
            Before = new Arranged("CLOSED", null, null), After = new Rearranged("OPEN", null, null, ConversationId, null),
        },
        new("conversation.tagged", "The tags of a conversation changed.", Conversations)
        {
            Before = Open, After = new Rearranged("OPEN", null, null, ConversationId, null),
        },
        new("conversation.linked", "It was said which applicant the customer is.", Conversations)
        {
            Before = Open, After = new Rearranged("OPEN", null, Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c20"), ConversationId, null),
        },
        new("draft.sent", "A person approved a draft, as it was or edited: it is the reply.", Drafts)
        {
            Before = new Reviewable("SUGGESTED", 1), After = new DraftSent("SENT", 2, ConversationId, Message, 4, Reply, false, null),
        },
        new("draft.rejected", "A person rejected a draft.", Drafts)
        {
            Before = new Reviewable("SUGGESTED", 1), After = new DraftState("REJECTED", 2, ConversationId, Message, 4),
        },
        new("draft.escalated", "A draft needs somebody who knows more: the copilot says so, or a person.", Drafts)
        {
            Before = new Reviewable("SUGGESTED", 1), After = new DraftState("ESCALATED", 2, ConversationId, Message, 4),
        },
        new("draft.superseded", "A draft is out of date: a newer message came, or a person answered first.", Drafts)
        {
            Before = new Superseded.Was(1), After = new Superseded(ConversationId, Message, 2, "newer_message", Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c53")),
        },
    ];

    private sealed record Said(
        [property: Description("Where it was said.")] Guid ConversationId,
        [property: Description("Its place in the conversation, from 1.")] int Number,
        [property: Description("CUSTOMER or STAFF.")] string Author);

    private sealed record Noted([property: Description("About what.")] Guid ConversationId);

    private sealed record Arranged(
        [property: Description("OPEN, SNOOZED or CLOSED.")] string Status,
        [property: Description("Who of the staff had it.")] Guid? AssigneeId,
        [property: Description("Which applicant the customer was known as.")] Guid? ApplicantId);

    private sealed record Rearranged(
        [property: Description("OPEN, SNOOZED or CLOSED.")] string Status,
        [property: Description("Who of the staff has it.")] Guid? AssigneeId,
        [property: Description("Which applicant the customer is.")] Guid? ApplicantId,
        [property: Description("The conversation.")] Guid ConversationId,
        [property: Description("Until when it is put away.")] DateTimeOffset? SnoozedUntil);

    private sealed record Reviewable(
        [property: Description("What it was.")] string Status,
        [property: Description("Its version before.")] int Version);

    private sealed record DraftState(
        [property: Description("What it is.")] string Status,
        [property: Description("Its version now.")] int Version,
        [property: Description("The conversation that it answers in.")] Guid ConversationId,
        [property: Description("The message that it answers.")] Guid MessageId,
        [property: Description("Its place in the queue: 7, the most urgent, to 2.")] int Rank,
        [property: Description("How sure the copilot is, 0 to 1; told by the copilot alone.")] double? Confidence = null);

    private sealed record DraftSent(
        [property: Description("SENT.")] string Status,
        [property: Description("Its version now.")] int Version,
        [property: Description("The conversation that it answers in.")] Guid ConversationId,
        [property: Description("The message that it answers.")] Guid MessageId,
        [property: Description("Its place in the queue: 7, the most urgent, to 2.")] int Rank,
        [property: Description("The message that it became.")] Guid ReplyId,
        [property: Description("Whether the person changed the words.")] bool Edited,
        [property: Description("The visit that was booked in the same transaction, if one was.")] Guid? BookingId);

    private sealed record Superseded(
        [property: Description("The conversation that it would have answered in.")] Guid ConversationId,
        [property: Description("The message that it would have answered.")] Guid MessageId,
        [property: Description("Its version now.")] int Version,
        [property: Description("newer_message, answered_by_person or conversation_closed.")] string Reason,
        [property: Description("The message that came in between, if one did.")] Guid? NewerMessageId)
    {
        public sealed record Was([property: Description("Its version before.")] int Version);
    }
}
