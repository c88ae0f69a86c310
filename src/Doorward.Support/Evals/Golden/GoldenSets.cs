using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Support.Evals.Golden;

/// <summary>A golden set that staff have stored.</summary>
internal sealed record StoredSet(string Name, int CaseCount, byte[] Digest, Guid StoredById, DateTimeOffset StoredAt)
{
    public static StoredSet Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2), row.GetGuid(3), row.GetFieldValue<DateTimeOffset>(4));
}

/// <summary>The golden sets that staff have stored.</summary>
internal sealed class GoldenSets(NpgsqlDataSource database)
{
    private static readonly string FindText = Sql.Read(typeof(GoldenSets).Assembly, "Evals/Golden/FindGoldenSet.sql");
    private static readonly string ListText = Sql.Read(typeof(GoldenSets).Assembly, "Evals/Golden/ListGoldenSets.sql");

    /// <summary>Null: there is none of that name.</summary>
    public async Task<GoldenSet?> Find(Guid organizationId, string name, CancellationToken cancellation) =>
        await database.One(FindText, row => row.GetString(0), cancellation, Reads.Is(organizationId), Reads.Is(name)) is { } text
            ? new GoldenSet(name, new GoldenReader().Read(name, text).Cases)
            : null;

    /// <summary>By name.</summary>
    public Task<IReadOnlyList<StoredSet>> List(Guid organizationId, string after, int limit, CancellationToken cancellation) =>
        database.List(ListText, StoredSet.Read, cancellation, Reads.Is(organizationId), Reads.Is(after), Reads.Is(limit));
}
