using System.Runtime.CompilerServices;
using Doorward.Platform.Events.Live;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres;
using Doorward.Support.Graph;
using Npgsql;

namespace Doorward.Support.Drafts;

/// <summary>A change of a draft, as the subscription tells it; without one, a gap.</summary>
internal sealed record DraftUpdate(string Cursor, string? Type, Draft? Draft)
{
    public bool Gap => Type is null;
}

/// <summary>The subscription <c>draftUpdates</c>.</summary>
internal sealed class DraftUpdates(LiveTail tail, NpgsqlDataSource database)
{
    private readonly Shared<Draft> _drafts = new();

    public static IAsyncEnumerable<DraftUpdate> Follow(
        Guid? conversationId, string? after, Viewer viewer, DraftUpdates updates, CancellationToken cancellation) =>
        updates.Of(viewer.Staff.OrganizationId, conversationId?.ToString(), Live.Cursor(after), cancellation);

    private async IAsyncEnumerable<DraftUpdate> Of(
        Guid organization, string? conversation, LogCursor? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var message in tail.Follow(
            after, entry => entry.OrganizationId == organization && entry.Type.StartsWith("draft.", StringComparison.Ordinal) && (conversation is null || entry.IsOf(conversation)), cancellation))
        {
            var cursor = message.Cursor.ToString();
            yield return message.Entry is not { } entry
                ? new DraftUpdate(cursor, null, null)
                : new DraftUpdate(cursor, entry.Type, await _drafts.Load(message.Cursor, () => Load(organization, entry.SubjectId)));
        }
    }

    // Shared by all who are told, so none of them may cancel it.
    private Task<Draft?> Load(Guid organization, Guid draft) =>
        database.One(DraftReads.FindText, Draft.Read, CancellationToken.None, Reads.Is(organization), Reads.Is(new[] { draft }));
}
