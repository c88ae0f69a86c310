using System.Runtime.CompilerServices;
using Doorward.GraphQL;
using Doorward.GraphQL.Execution;
using Doorward.Platform.Events.Live;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres;
using Doorward.Support.Graph;

namespace Doorward.Support.Conversations;

/// <summary>Something that happened in a conversation, as the subscription tells it; without a type, a gap.</summary>
internal sealed record ConversationUpdate(string Cursor, string? Type, Conversation? Conversation, Message? Message)
{
    public bool Gap => Type is null;
}

/// <summary>The subscription <c>conversationUpdates</c>.</summary>
internal sealed class ConversationUpdates(LiveTail tail, RowsById<Conversation> conversations, RowsById<Message> messages)
{
    private readonly LiveTail _tail = tail;
    private readonly Shared<ConversationUpdate> _updates = new();

    public static async IAsyncEnumerable<ConversationUpdate> Follow(
        Guid conversationId, string? after, Viewer viewer, ConversationReads conversations, ConversationUpdates updates,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var start = Live.Cursor(after);
        if (await conversations.Find(conversationId, cancellation) is null)
        {
            throw new RefusalException("NO_SUCH_CONVERSATION", "There is no such conversation.");
        }

        var (organization, id, all) = (viewer.Sight.OrganizationId, conversationId.ToString(), viewer.IsStaff);
        var told = updates._tail
            .Follow(start, entry => entry.OrganizationId == organization && (all || IsSaid(entry)) && entry.IsOf(id), cancellation)
            .SelectAhead(
                async message => message.Entry is { } entry
                    ? (await updates._updates.Load(message.Cursor, () => updates.Load(message.Cursor, entry, organization, conversationId)))!
                    : new ConversationUpdate(message.Cursor.ToString(), null, null, null),
                Live.MostAtOnce, cancellation);
        await foreach (var update in told)
        {
            yield return update;
        }
    }

    private static bool IsSaid(LogEntry entry) => entry.Type is "message.created" or "reply.sent";

    // Shared by all who are told, so none of them may cancel it.
    private async Task<ConversationUpdate?> Load(LogCursor cursor, LogEntry entry, Guid organization, Guid conversation) => new(
        cursor.ToString(), entry.Type, await conversations.Find(organization, conversation, CancellationToken.None),
        IsSaid(entry) ? await messages.Find(organization, entry.SubjectId, CancellationToken.None) : null);
}
