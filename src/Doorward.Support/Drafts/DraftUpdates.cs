using Doorward.GraphQL.Execution;
using Doorward.Platform.Events.Live;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres;
using Doorward.Support.Graph;

namespace Doorward.Support.Drafts;

/// <summary>A change of a draft, as the subscription tells it; without one, a gap.</summary>
internal sealed record DraftUpdate(string Cursor, string? Type, Draft? Draft)
{
    public bool Gap => Type is null;
}

/// <summary>The subscription <c>draftUpdates</c>.</summary>
internal sealed class DraftUpdates(LiveTail tail, RowsById<Draft> drafts)
{
    private readonly Shared<Draft> _drafts = new();

    public static IAsyncEnumerable<DraftUpdate> Follow(
        Guid? conversationId, string? after, Viewer viewer, DraftUpdates updates, CancellationToken cancellation) =>
        updates.Of(viewer.Staff.OrganizationId, conversationId?.ToString(), Live.Cursor(after), cancellation);

    private IAsyncEnumerable<DraftUpdate> Of(Guid organization, string? conversation, LogCursor? after, CancellationToken cancellation) => tail
        .Follow(
            after, entry => entry.OrganizationId == organization && entry.Type.StartsWith("draft.", StringComparison.Ordinal) && (conversation is null || entry.IsOf(conversation)), cancellation)
        .SelectAhead(
            async message => message.Entry is { } entry
                ? new DraftUpdate(message.Cursor.ToString(), entry.Type, await _drafts.Load(message.Cursor, () => Load(organization, entry.SubjectId)))
                : new DraftUpdate(message.Cursor.ToString(), null, null),
            Live.MostAtOnce, cancellation);

    // Shared by all who are told, so none of them may cancel it.
    private Task<Draft?> Load(Guid organization, Guid draft) => drafts.Find(organization, draft, CancellationToken.None);
}
