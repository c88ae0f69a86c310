using Doorward.GraphQL;
using Doorward.Support.Graph;

namespace Doorward.Support.Conversations;

/// <summary>Binds <c>Conversations.graphql</c>.</summary>
internal static class ConversationsGraph
{
    public static GraphDefinition BindConversations(this GraphDefinition graph) => graph
        .Type<Conversation>("Conversation")
        .Type<Message>("Message")
        .Type<Note>("Note")
        .Query("conversation", (Guid id, ConversationReads conversations, CancellationToken cancellation) => conversations.Find(id, cancellation))
        .Query("conversations", (ConversationFilter? filter, int? first, string? after, ConversationReads conversations, CancellationToken cancellation) =>
            conversations.List(filter, first, after, cancellation))
        .Query("message", (Guid id, ConversationReads conversations, CancellationToken cancellation) => conversations.FindMessage(id, cancellation))
        .Mutation("ingestMessage", IngestMessage.Mutate)
        .Mutation("sendReply", SendReply.Mutate)
        .Mutation("assign", (Guid conversationId, Guid? personId, ConversationChanges changes, CancellationToken cancellation) => changes.Assign(conversationId, personId, cancellation))
        .Mutation("snooze", (Guid conversationId, DateTimeOffset until, ConversationChanges changes, CancellationToken cancellation) => changes.Snooze(conversationId, until, cancellation))
        .Mutation("close", (Guid conversationId, ConversationChanges changes, CancellationToken cancellation) => changes.Close(conversationId, cancellation))
        .Mutation("reopen", (Guid conversationId, ConversationChanges changes, CancellationToken cancellation) => changes.Reopen(conversationId, cancellation))
        .Mutation("tag", (Guid conversationId, string tag, ConversationChanges changes, CancellationToken cancellation) => changes.Tag(conversationId, tag, cancellation))
        .Mutation("untag", (Guid conversationId, string tag, ConversationChanges changes, CancellationToken cancellation) => changes.Untag(conversationId, tag, cancellation))
        .Mutation("linkApplicant", (Guid conversationId, Guid applicantId, ConversationChanges changes, CancellationToken cancellation) => changes.LinkApplicant(conversationId, applicantId, cancellation))
        .Mutation("addNote", AddNote.Mutate)
        .Mutation("createGuestLink", GuestLinks.Mutate)
        .Subscription("conversationUpdates", ConversationUpdates.Follow)
        .Field("Conversation", "customer", (Conversation conversation, PersonById people) => people.Of(conversation.PersonId))
        .Field("Conversation", "assignee", (Conversation conversation, PersonById people, Viewer viewer) => people.Of(viewer.IsStaff ? conversation.AssigneeId : null))
        .Field("Conversation", "tags", (Conversation conversation, Viewer viewer) => viewer.IsStaff ? conversation.Tags : [])
        .Field("Conversation", "messages", (Conversation conversation, int? first, string? after, int? last, string? before, ConversationReads conversations, CancellationToken cancellation) =>
            conversations.Messages(conversation, first, after, last, before, cancellation))
        .Field("Conversation", "notes", (Conversation conversation, int? first, string? after, ConversationReads conversations, CancellationToken cancellation) =>
            conversations.Notes(conversation, first, after, cancellation))
        .Field("Message", "conversation", (Message message, ConversationById conversations) => conversations.Load(message.ConversationId))
        .Field("Message", "person", (Message message, PersonById people) => people.Of(message.PersonId))
        .Field("Note", "author", (Note note, PersonById people) => people.Of(note.AuthorId));
}
