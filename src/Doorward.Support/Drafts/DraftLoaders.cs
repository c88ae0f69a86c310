using Doorward.GraphQL.Loading;
using Doorward.Platform.Postgres;
using Doorward.Support.Graph;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Doorward.Support.Drafts;

/// <summary>Drafts by id, of the viewer's organization.</summary>
internal sealed class DraftById(RowsById<Draft> drafts, Viewer viewer) : DataLoader<Guid, Draft?>
{
    protected override Task Load(LoadBatch<Guid, Draft?> batch, CancellationToken cancellation) => batch.SetFrom(drafts, viewer.Staff.OrganizationId, cancellation);
}

/// <summary>What a person did with a draft.</summary>
internal sealed record Review(
    Guid Id, Guid DraftId, Guid PersonId, string Action, int Version, string? Difference, string Reason, DateTimeOffset At)
{
    /// <summary>From eight columns in the order of the fields.</summary>
    public static Review Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetString(3), row.GetInt32(4), row.IsDBNull(5) ? null : row.GetString(5), row.GetString(6),
        row.GetFieldValue<DateTimeOffset>(7));
}

/// <summary>The reviews of drafts, in order.</summary>
internal sealed class ReviewsOfDraft(NpgsqlDataSource database, Viewer viewer) : DataLoader<Guid, IReadOnlyList<Review>>
{
    private static readonly string Text = Sql.Read(typeof(ReviewsOfDraft).Assembly, "Drafts/FindReviews.sql");

    protected override async Task Load(LoadBatch<Guid, IReadOnlyList<Review>> batch, CancellationToken cancellation)
    {
        var reviews = await database.List(
            Text, Review.Read, cancellation, Reads.Is(viewer.Staff.OrganizationId), Reads.Is(batch.Keys.ToArray()));
        var byDraft = reviews.ToLookup(review => review.DraftId);
        foreach (var id in batch.Keys)
        {
            batch.Set(id, [.. byDraft[id]]);
        }
    }
}

internal static class DraftRows
{
    /// <summary>Registers how drafts are found by id.</summary>
    public static IServiceCollection AddDraftRows(this IServiceCollection services) => services.AddRowsById("Drafts/FindDrafts.sql", Draft.Read, draft => draft.Id);
}
