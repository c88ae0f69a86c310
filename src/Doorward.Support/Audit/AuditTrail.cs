using System.Text.Json;
using Doorward.GraphQL;
using Doorward.GraphQL.Loading;
using Doorward.GraphQL.Relay;
using Doorward.Platform.Postgres;
using Doorward.Support.Drafts;
using Doorward.Support.Graph;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Audit;

/// <summary>A fact of the log, as the graph tells it.</summary>
internal sealed record AuditEntry(
    ulong Tx, long Seq, Guid Id, string Type, Guid? ActorId, Guid SubjectId, string? Before, string? After, DateTimeOffset At);

/// <summary>The query <c>auditTrail</c>: the agency's part of the log, backwards.</summary>
internal static class AuditTrail
{
    private static readonly string Text = Sql.Of(typeof(AuditTrail));

    public static GraphDefinition Bind(GraphDefinition graph) => graph
        .Type<AuditEntry>("AuditEntry")
        .Query("auditTrail", List)
        .Field("AuditEntry", "actor", (AuditEntry entry, PersonById people) => people.Of(entry.ActorId))
        .Field("AuditEntry", "before", (AuditEntry entry) => Json(entry.Before))
        .Field("AuditEntry", "after", (AuditEntry entry) => Json(entry.After))
        .Field("AuditEntry", "review", (AuditEntry entry, ReviewById reviews) => reviews.Load(entry.Id));

    private static async Task<Connection<AuditEntry>> List(int? first, string? after, Viewer viewer, NpgsqlDataSource database, CancellationToken cancellation)
    {
        var organization = viewer.Staff.OrganizationId;
        var page = PageRequest<LogKey>.From(first, after, null, null);
        var rows = await database.List(
            Text, Read, cancellation, Reads.Is(organization),
            new NpgsqlParameter<ulong> { TypedValue = page.Cursor?.Tx ?? long.MaxValue, NpgsqlDbType = NpgsqlDbType.Xid8 }, Reads.Is(page.Cursor?.Seq ?? long.MaxValue),
            Reads.Is(page.Limit));
        return page.Page(rows, row => new LogKey(row.Tx, row.Seq));
    }

    private static AuditEntry Read(NpgsqlDataReader row) => new(
        row.GetFieldValue<ulong>(0), row.GetInt64(1), row.GetGuid(2), row.GetString(3), row.Id(4), row.GetGuid(5), row.IsDBNull(6) ? null : row.GetString(6),
        row.IsDBNull(7) ? null : row.GetString(7), row.GetFieldValue<DateTimeOffset>(8));

    private static JsonElement? Json(string? text) => text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);

    private sealed record LogKey(ulong Tx, long Seq);
}

/// <summary>Reviews by their own id, which is that of the event.</summary>
internal sealed class ReviewById(NpgsqlDataSource database, Viewer viewer) : DataLoader<Guid, Review?>
{
    private static readonly string Text = Sql.Read(typeof(ReviewById).Assembly, "Audit/FindReviewsById.sql");

    protected override async Task Load(LoadBatch<Guid, Review?> batch, CancellationToken cancellation)
    {
        foreach (var review in await database.List(
            Text, Review.Read, cancellation, Reads.Is(viewer.Staff.OrganizationId), Reads.Is(batch.Keys.ToArray())))
        {
            batch.Set(review.Id, review);
        }
    }
}
