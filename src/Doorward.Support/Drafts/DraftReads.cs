using System.Reflection;
using Doorward.GraphQL.Relay;
using Doorward.Platform.Postgres;
using Doorward.Support.Conversations;
using Doorward.Support.Graph;
using Npgsql;

namespace Doorward.Support.Drafts;

/// <summary>The queries about drafts: staff only, each within their own agency.</summary>
internal sealed class DraftReads(NpgsqlDataSource database, RowsById<Draft> drafts, Viewer viewer)
{
    private static readonly string QueueText = Text("ListQueue.sql");
    private static readonly string ListText = Text("ListDrafts.sql");
    private static readonly string OfConversationText = Text("ListDraftsOfConversation.sql");

    public Task<Draft?> Find(Guid id, CancellationToken cancellation) => drafts.Find(viewer.Staff.OrganizationId, id, cancellation);

    /// <summary>
    /// The most urgent first, within a rank the oldest: of one status, or those that wait for a person (suggested and escalated).
    /// </summary>
    public async Task<Connection<Draft>> List(string? status, int? first, string? after, CancellationToken cancellation)
    {
        var organization = viewer.Staff.OrganizationId;
        var page = PageRequest<RankKey>.From(first, after, null, null);
        var (rank, at, id) = page.HasCursor ? page.Cursor! : new RankKey(short.MinValue, DateTimeOffset.UnixEpoch, Guid.Empty);
        var rows = status is null
            ? await database.List(
                QueueText, Draft.Read, cancellation, Reads.Is(organization), Reads.Is(rank), Reads.Is(at), Reads.Is(id), Reads.Is(page.Limit))
            : await database.List(
                ListText, Draft.Read, cancellation, Reads.Is(organization), Reads.Is(status), Reads.Is(rank), Reads.Is(at), Reads.Is(id), Reads.Is(page.Limit));
        return page.Page(rows, row => new RankKey((short)-row.Rank, row.CreatedAt, row.Id));
    }

    /// <summary>The newest first.</summary>
    public async Task<Connection<Draft>> Of(Conversation conversation, int? first, string? after, CancellationToken cancellation)
    {
        var page = PageRequest<TimeKey>.From(first, after, null, null);
        var rows = await database.List(
            OfConversationText, Draft.Read, cancellation, Reads.Is(viewer.Staff.OrganizationId), Reads.Is(conversation.Id),
            Reads.Is(page.Cursor?.At ?? DateTimeOffset.MaxValue.AddDays(-1)), Reads.Is(page.Cursor?.Id ?? Guid.AllBitsSet), Reads.Is(page.Limit));
        return page.Page(rows, row => new TimeKey(row.CreatedAt, row.Id));
    }

    private static string Text(string name) => Sql.Read(Assembly.GetExecutingAssembly(), $"Drafts/{name}");
}

/// <summary>A place in the queue.</summary>
internal sealed record RankKey(short MinusRank, DateTimeOffset At, Guid Id);
