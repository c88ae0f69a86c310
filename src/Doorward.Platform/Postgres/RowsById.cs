using Npgsql;

namespace Doorward.Platform.Postgres;

/// <summary>Rows of a table by their ids: one statement for all who ask on this node at the same time, of each organization.</summary>
/// <param name="database">The pool for reads.</param>
/// <param name="text">The statement: of <c>$1</c> the organization, uuid, and <c>$2</c> the ids, uuid[].</param>
/// <param name="read">Reads one row.</param>
/// <param name="idOf">The id of a row.</param>
public sealed class RowsById<T>(NpgsqlDataSource database, string text, Func<NpgsqlDataReader, T> read, Func<T, Guid> idOf)
    where T : class
{
    private readonly Coalescer<Asked, IReadOnlyDictionary<Guid, T>> _reads = new(asked => Find(database, text, read, idOf, asked));

    /// <summary>Those of these ids that the organization has; beside them may be what others of the same organization asked for, so look up by id.</summary>
    public Task<IReadOnlyDictionary<Guid, T>> Find(Guid organizationId, IReadOnlyList<Guid> ids, CancellationToken cancellation) =>
        _reads.Ask(new Asked(organizationId, ids), cancellation);

    /// <summary>One; null when the organization has none of that id.</summary>
    public async Task<T?> Find(Guid organizationId, Guid id, CancellationToken cancellation) => (await Find(organizationId, [id], cancellation)).GetValueOrDefault(id);

    private static async Task<IReadOnlyList<IReadOnlyDictionary<Guid, T>>> Find(
        NpgsqlDataSource database, string text, Func<NpgsqlDataReader, T> read, Func<T, Guid> idOf, IReadOnlyList<Asked> asked)
    {
        var found = new Dictionary<Guid, IReadOnlyDictionary<Guid, T>>();
        foreach (var one in asked.GroupBy(one => one.OrganizationId))
        {
            var rows = await database.List(
                text, read, CancellationToken.None, Reads.Is(one.Key), Reads.Is(one.SelectMany(question => question.Ids).Distinct().ToArray()));
            found[one.Key] = rows.ToDictionary(idOf);
        }

        return [.. asked.Select(one => found[one.OrganizationId])];
    }

    private sealed record Asked(Guid OrganizationId, IReadOnlyList<Guid> Ids);
}
