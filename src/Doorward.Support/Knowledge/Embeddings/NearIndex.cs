using System.Collections.Concurrent;
using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Doorward.Platform.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Support.Knowledge.Embeddings;

/// <summary>
/// The embeddings of an agency that has more than are compared in memory, in an hnsw index of their own, where the server has the extension "vector" (pgvector,
/// from 0.8 on). An index for each agency, so that no other's vectors stand between it and its nearest ones. Statements that name it are made here and not in
/// a file: a plan finds a partial index only by literals.
/// </summary>
internal sealed class NearIndex(NpgsqlDataSource database, EmbeddingSettings settings, TimeProvider time, ILogger<NearIndex> log)
{
    /// <summary>Of an hnsw index of the type vector.</summary>
    public const int MostDimensions = 2000;

    // How many candidates the search keeps: more finds more of the true nearest, and takes longer.
    private const int Width = 200;

    private static readonly Version Oldest = new(0, 8);
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);
    private static readonly string SizeText = Sql.Read(typeof(NearIndex).Assembly, "Knowledge/Embeddings/SizeOfVectors.sql");
    private static readonly string NamesText = Sql.Read(typeof(NearIndex).Assembly, "Knowledge/Embeddings/NearIndexes.sql");
    private static readonly string ExtensionText = Sql.Read(typeof(NearIndex).Assembly, "Knowledge/Embeddings/FindExtension.sql");

    private readonly ConcurrentDictionary<Guid, (int? Dimensions, long Read)> _known = new();

    /// <summary>Builds an agency's index where it needs one and the server can, and takes away what is left of others. Nobody is held up meanwhile.</summary>
    public async Task Build(Guid organizationId, CancellationToken cancellation)
    {
        var sizes = await database.List(SizeText, row => (Dimensions: row.GetInt32(0), Count: row.GetInt64(1)), cancellation, Reads.Is(organizationId), Reads.Is(settings.Name));
        var wanted = sizes is [var (dimensions, count), ..] && IsTooMany(dimensions, count) && dimensions <= MostDimensions && await HasExtension(cancellation)
            ? NameOf(organizationId, dimensions)
            : null;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        foreach (var (name, isValid) in await Names(organizationId, cancellation))
        {
            if (name != wanted || !isValid)
            {
                await Run(connection, $"DROP INDEX CONCURRENTLY IF EXISTS support.{name}", cancellation);
            }
        }

        if (wanted is not null)
        {
            await Create(connection, wanted, organizationId, sizes[0].Dimensions, cancellation);
        }

        _known.TryRemove(organizationId, out _);
    }

    /// <summary>How long the vectors of an agency's index are; null where it has none. Looked up once a minute.</summary>
    public async Task<int?> Of(Guid organizationId, CancellationToken cancellation)
    {
        if (_known.TryGetValue(organizationId, out var known) && time.GetElapsedTime(known.Read) < Remembered)
        {
            return known.Dimensions;
        }

        var prefix = Prefix(organizationId);
        var dimensions = (await Names(organizationId, cancellation)).Where(one => one.IsValid && one.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(one => (int?)int.Parse(one.Name[prefix.Length..], CultureInfo.InvariantCulture)).FirstOrDefault();
        _known[organizationId] = (dimensions, time.GetTimestamp());
        return dimensions;
    }

    /// <summary>The digests of the current passages nearest to a vector, the nearest first; null where the index has gone away meanwhile.</summary>
    /// <param name="vector">Of length one, and of as many numbers as <see cref="Of"/> says.</param>
    public async Task<IReadOnlyList<byte[]>?> Nearest(Guid organizationId, float[] vector, bool internally, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection)
        {
            // One transaction, as every batch is: the settings end with it. The scan goes on until enough of what it finds may be shown.
            BatchCommands =
            {
                new($"SELECT set_config('hnsw.ef_search', '{Width}', true), set_config('hnsw.iterative_scan', 'strict_order', true)"),
                new(TextOf(organizationId, vector.Length)) { Parameters = { Reads.Is(vector), Reads.Is(internally), Reads.Is(limit) } },
            },
        };
        try
        {
            await using var rows = await batch.ExecuteReaderAsync(cancellation);
            await rows.NextResultAsync(cancellation);
            var digests = new List<byte[]>();
            while (await rows.ReadAsync(cancellation))
            {
                if (rows.GetDouble(1) < 0) // the negative cosine
                {
                    digests.Add(rows.GetFieldValue<byte[]>(0));
                }
            }

            return digests;
        }
        catch (PostgresException gone) when (gone.SqlState is PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.UndefinedFunction)
        {
            log.LogWarning("The extension \"vector\" is gone from the database: passages are compared in memory again, as many as fit");
            _known[organizationId] = (null, time.GetTimestamp());
            return null;
        }
    }

    /// <summary>Finds the nearest. $1 vector real[]  $2 internally boolean  $3 limit int</summary>
    internal string TextOf(Guid organizationId, int dimensions) => $"""
        SELECT e.digest, e.vector::vector({dimensions}) <#> $1::vector({dimensions}) AS distance
        FROM support.embeddings e
        WHERE {Mine(organizationId, dimensions)}
          AND (SELECT true FROM support.chunks c
               WHERE c.organization_id = e.organization_id AND c.digest = e.digest AND c.is_current AND (c.audience = 'public' OR $2) LIMIT 1)
        ORDER BY distance
        LIMIT $3
        """;

    /// <summary>Whether the database has the extension; where the server has it and the role may, it is created.</summary>
    private async Task<bool> HasExtension(CancellationToken cancellation)
    {
        var found = await database.List(ExtensionText, row => (Version: row.GetString(0), IsCreated: row.GetBoolean(1)), cancellation);
        if (found is not [var (version, isCreated)])
        {
            return false;
        }

        if (!Version.TryParse(version, out var number) || number < Oldest)
        {
            log.LogWarning("The extension \"vector\" is of version {Version}; an index of embeddings needs {Oldest} or later", version, Oldest);
            return false;
        }

        if (isCreated)
        {
            return true;
        }

        try
        {
            await using var create = database.CreateCommand("CREATE EXTENSION IF NOT EXISTS vector");
            await create.ExecuteNonQueryAsync(cancellation);
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            log.LogWarning("The server has the extension \"vector\", but this role may not create it. Let a superuser run CREATE EXTENSION vector in this database");
            return false;
        }
    }

    /// <summary>Whether so many vectors are too many to be compared one by one, which misses none.</summary>
    private bool IsTooMany(int dimensions, long count) => count * dimensions > settings.MostInMemory;

    private Task<IReadOnlyList<(string Name, bool IsValid)>> Names(Guid organizationId, CancellationToken cancellation) =>
        database.List(NamesText, row => (row.GetString(0), row.GetBoolean(1)), cancellation, Reads.Is(PrefixOfAll(organizationId)));

    private async Task Create(NpgsqlConnection connection, string name, Guid organizationId, int dimensions, CancellationToken cancellation)
    {
        await Run(connection, "SET maintenance_work_mem = '256MB'", cancellation); // a graph that does not fit into it is built many times slower
        try
        {
            await Run(connection, $"""
                CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON support.embeddings USING hnsw ((vector::vector({dimensions})) vector_ip_ops)
                WHERE {Mine(organizationId, dimensions)}
                """, cancellation);
        }
        finally
        {
            // The pool's connections keep what is set; one that broke does not come back.
            await (connection.State is ConnectionState.Open ? Run(connection, "RESET maintenance_work_mem", CancellationToken.None) : Task.CompletedTask);
        }
    }

    private static async Task Run(NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 0 }; // an index takes as long as it takes
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private string Mine(Guid organizationId, int dimensions) =>
        $"organization_id = '{organizationId}' AND model = '{settings.Name.Replace("'", "''", StringComparison.Ordinal)}' AND cardinality(vector) = {dimensions}";

    private string NameOf(Guid organizationId, int dimensions) => $"{Prefix(organizationId)}{dimensions}";

    private static string PrefixOfAll(Guid organizationId) => $"near_{organizationId:N}_";

    private string Prefix(Guid organizationId) =>
        $"{PrefixOfAll(organizationId)}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings.Name)))[..8]}_";
}
