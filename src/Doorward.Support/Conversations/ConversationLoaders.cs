using Doorward.GraphQL.Loading;
using Doorward.Platform.Postgres;
using Doorward.Support.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Support.Conversations;

/// <summary>Conversations by id, of the viewer's organization. Whatever leads to one has been checked already.</summary>
internal sealed class ConversationById(RowsById<Conversation> conversations, Viewer viewer) : DataLoader<Guid, Conversation?>
{
    protected override Task Load(LoadBatch<Guid, Conversation?> batch, CancellationToken cancellation) =>
        batch.SetFrom(conversations, viewer.Sight.OrganizationId, cancellation);
}

/// <summary>Messages by id, of the viewer's organization. Whatever leads to one has been checked already.</summary>
internal sealed class MessageById(RowsById<Message> messages, Viewer viewer) : DataLoader<Guid, Message?>
{
    protected override Task Load(LoadBatch<Guid, Message?> batch, CancellationToken cancellation) =>
        batch.SetFrom(messages, viewer.Sight.OrganizationId, cancellation);
}

internal static class ConversationRows
{
    /// <summary>Registers how conversations and messages are found by id.</summary>
    public static IServiceCollection AddConversationRows(this IServiceCollection services) => services
        .AddRowsById("Conversations/FindConversations.sql", Conversation.Read, conversation => conversation.Id)
        .AddRowsById("Conversations/FindMessages.sql", row => Message.Read(row), message => message.Id);
}
