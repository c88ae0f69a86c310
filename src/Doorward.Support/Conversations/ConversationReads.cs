using System.Reflection;
using Doorward.GraphQL;
using Doorward.GraphQL.Relay;
using Doorward.Platform.Postgres;
using Doorward.Support.Graph;
using Npgsql;

namespace Doorward.Support.Conversations;

/// <summary>The queries about conversations, each within what the viewer may see.</summary>
internal sealed class ConversationReads(NpgsqlDataSource database, Viewer viewer)
{
    private static readonly string FindText = Text("FindConversation.sql");
    private static readonly string ListText = Text("ListConversations.sql");
    private static readonly string FindMessageText = Text("FindMessage.sql");
    private static readonly string MessagesText = Text("ListMessages.sql");
    private static readonly string NotesText = Text("ListNotes.sql");

    public Task<Conversation?> Find(Guid id, CancellationToken cancellation)
    {
        var sight = viewer.Sight;
        return database.One(
            FindText, Conversation.Read, cancellation,
            Reads.Is(sight.OrganizationId), Reads.Is(id), Reads.Is(sight.PersonId), Reads.Is(sight.ConversationId));
    }

    public Task<Message?> FindMessage(Guid id, CancellationToken cancellation)
    {
        var sight = viewer.Sight;
        return database.One(
            FindMessageText, row => Message.Read(row), cancellation,
            Reads.Is(sight.OrganizationId), Reads.Is(id), Reads.Is(sight.PersonId), Reads.Is(sight.ConversationId));
    }

    /// <summary>The newest activity first.</summary>
    public async Task<Connection<Conversation>> List(ConversationFilter? filter, int? first, string? after, CancellationToken cancellation)
    {
        var sight = viewer.Sight;
        var page = PageRequest<TimeKey>.From(first, after, null, null);
        var rows = await database.List(
            ListText, Conversation.Read, cancellation,
            Reads.Is(sight.OrganizationId), Reads.Is(sight.PersonId), Reads.Is(sight.ConversationId),
            Reads.Is(filter?.Status), Reads.Is(viewer.IsStaff ? filter?.AssigneeId : null), Reads.Is(viewer.IsStaff ? filter?.Tag : null),
            Reads.Is(viewer.IsStaff ? filter?.ApplicantId : null),
            Reads.Is(page.Cursor?.At ?? DateTimeOffset.MaxValue.AddDays(-1)), Reads.Is(page.Cursor?.Id ?? Guid.AllBitsSet), Reads.Is(page.Limit));
        return page.Page(rows, row => new TimeKey(row.LastMessageAt, row.Id));
    }

    /// <summary>In the order they were said.</summary>
    public async Task<Connection<Message>> Messages(Conversation conversation, int? first, string? after, int? last, string? before, CancellationToken cancellation)
    {
        var page = PageRequest<int?>.From(first, after, last, before);
        var rows = await database.List(
            MessagesText, row => Message.Read(row), cancellation,
            Reads.Is(viewer.Sight.OrganizationId), Reads.Is(conversation.Id), Reads.Is(page.IsForward), Reads.Is(page.Cursor), Reads.Is(page.Limit));
        return page.Page(rows, row => (int?)row.Number);
    }

    /// <summary>The oldest first.</summary>
    public async Task<Connection<Note>> Notes(Conversation conversation, int? first, string? after, CancellationToken cancellation)
    {
        var page = PageRequest<Guid?>.From(first, after, null, null);
        var rows = await database.List(
            NotesText, Note.Read, cancellation,
            Reads.Is(viewer.Staff.OrganizationId), Reads.Is(conversation.Id), Reads.Is(page.Cursor ?? Guid.Empty), Reads.Is(page.Limit));
        return page.Page(rows, row => (Guid?)row.Id);
    }

    private static string Text(string name) => Sql.Read(Assembly.GetExecutingAssembly(), $"Conversations/{name}");
}

internal sealed record ConversationFilter(string? Status, Guid? AssigneeId, string? Tag, Guid? ApplicantId);

/// <summary>A sort key of a time and an id.</summary>
internal sealed record TimeKey(DateTimeOffset At, Guid Id);
