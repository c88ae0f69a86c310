using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Support.Conversations;

/// <summary>Who may follow a conversation over <c>/ws</c>, be present in it and type: staff of its agency, and its customer.</summary>
internal sealed class ConversationGate(NpgsqlDataSource database) : ITopicGate
{
    private static readonly string Text = Sql.Read(typeof(ConversationGate).Assembly, "Conversations/FindConversation.sql");

    public EventTopic Topic => SupportEvents.Conversation;

    public async ValueTask<bool> Admits(Caller caller, Guid key, CancellationToken cancellation) => await database.One(
        Text, Conversation.Read, cancellation,
        Reads.Is(caller.OrganizationId), Reads.Is(key), Reads.Is(caller.IsStaff ? (Guid?)null : caller.PersonId), Reads.Is<Guid?>(null)) is not null;
}
