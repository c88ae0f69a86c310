using Doorward.GraphQL.Loading;
using Doorward.Platform.Postgres;
using Doorward.Support.Graph;
using Npgsql;

namespace Doorward.Support.Conversations;

/// <summary>Conversations by id, of the viewer's organization. Whatever leads to one has been checked already.</summary>
internal sealed class ConversationById(NpgsqlDataSource database, Viewer viewer) : DataLoader<Guid, Conversation?>
{
    private static readonly string Text = Sql.Read(typeof(ConversationById).Assembly, "Conversations/FindConversations.sql");

    protected override async Task Load(LoadBatch<Guid, Conversation?> batch, CancellationToken cancellation)
    {
        foreach (var conversation in await database.List(
            Text, Conversation.Read, cancellation, Reads.Is(viewer.Sight.OrganizationId), Reads.Is(batch.Keys.ToArray())))
        {
            batch.Set(conversation.Id, conversation);
        }
    }
}

/// <summary>Messages by id, of the viewer's organization. Whatever leads to one has been checked already.</summary>
internal sealed class MessageById(NpgsqlDataSource database, Viewer viewer) : DataLoader<Guid, Message?>
{
    private static readonly string Text = Sql.Read(typeof(MessageById).Assembly, "Conversations/FindMessages.sql");

    protected override async Task Load(LoadBatch<Guid, Message?> batch, CancellationToken cancellation)
    {
        foreach (var message in await database.List(
            Text, row => Message.Read(row), cancellation, Reads.Is(viewer.Sight.OrganizationId), Reads.Is(batch.Keys.ToArray())))
        {
            batch.Set(message.Id, message);
        }
    }
}
