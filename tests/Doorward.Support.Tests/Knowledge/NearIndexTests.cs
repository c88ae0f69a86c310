using System.Globalization;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using Doorward.Platform.Postgres;
using Doorward.Support.Knowledge.Embeddings;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Doorward.Support.Tests.Knowledge;

/// <summary>The hnsw index of a large library, on a PostgreSQL that has pgvector.</summary>
public sealed class NearIndexTests(VectorDatabase vectors) : IClassFixture<VectorDatabase>
{
    private const int Dimensions = 24;
    private const int Passages = 1200;

    private readonly EmbeddingSettings _settings = new(new Uri("http://localhost:1/v1/"), $"it's a model {Guid.CreateVersion7()}", null) { MostInMemory = 1000 * Dimensions };
    private readonly Random _random = new(4);

    private NpgsqlDataSource Database => vectors.Database;

    [Fact]
    public async Task It_finds_nearly_all_of_the_nearest_and_only_what_is_the_agencys_current_and_may_be_shown()
    {
        var (agency, other) = (await Agency(Passages), await Agency(Passages));
        var index = Index();
        await index.Build(agency.Id, CancellationToken.None);
        await index.Build(other.Id, CancellationToken.None);

        (await index.Of(agency.Id, CancellationToken.None)).ShouldBe(Dimensions);
        var (found, wanted) = (0, 0);
        for (var n = 0; n < 40; n++)
        {
            var (asked, internally) = (Vector(), n % 2 == 0);
            var digests = (await index.Nearest(agency.Id, asked, internally, 20, CancellationToken.None))!;
            var truth = agency.Nearest(asked, internally, 20);
            digests.Count.ShouldBe(truth.Count);
            digests.Select(Convert.ToHexString).ShouldBeSubsetOf(agency.Nearest(asked, internally, int.MaxValue));
            found += digests.Select(Convert.ToHexString).Intersect(truth).Count();
            wanted += truth.Count;
        }

        ((double)found / wanted).ShouldBeGreaterThan(0.95, "of what a comparison with each would find");
        (await Plan(index, agency.Id)).ShouldContain($"Index Scan using near_{agency.Id:N}_");
    }

    [Fact]
    public async Task A_small_library_has_none_and_a_larger_one_of_another_model_loses_it()
    {
        var small = await Agency(1000);
        var index = Index();
        await index.Build(small.Id, CancellationToken.None);
        (await index.Of(small.Id, CancellationToken.None)).ShouldBeNull();

        var large = await Agency(Passages);
        await index.Build(large.Id, CancellationToken.None);
        (await Names(large.Id)).Count.ShouldBe(1);
        await new NearIndex(Database, _settings with { Name = "another" }, TimeProvider.System, NullLogger<NearIndex>.Instance).Build(large.Id, CancellationToken.None);
        (await Names(large.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_whose_building_was_cut_short_is_not_used_and_is_built_anew()
    {
        var agency = await Agency(Passages);
        var index = Index();
        await index.Build(agency.Id, CancellationToken.None);
        await Do($"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'support.{(await Names(agency.Id))[0]}'::regclass");

        (await Index().Of(agency.Id, CancellationToken.None)).ShouldBeNull();
        await index.Build(agency.Id, CancellationToken.None);
        (await Index().Of(agency.Id, CancellationToken.None)).ShouldBe(Dimensions);
    }

    [Fact]
    public async Task Without_the_extension_passages_are_compared_in_memory_again()
    {
        var agency = await Agency(Passages);
        var index = Index();
        await index.Build(agency.Id, CancellationToken.None);
        await Do("DROP EXTENSION vector CASCADE");

        (await index.Nearest(agency.Id, Vector(), false, 20, CancellationToken.None)).ShouldBeNull();
        (await index.Of(agency.Id, CancellationToken.None)).ShouldBeNull();
        await index.Build(agency.Id, CancellationToken.None); // and here it is again
        (await index.Of(agency.Id, CancellationToken.None)).ShouldBe(Dimensions);
        (await index.Nearest(agency.Id, Vector(), false, 20, CancellationToken.None))!.Count.ShouldBe(20);
    }

    private NearIndex Index() => new(Database, _settings, TimeProvider.System, NullLogger<NearIndex>.Instance);

    /// <summary>An agency with passages of which every seventh is internal, and every eleventh is no longer current.</summary>
    private async Task<Library> Agency(int passages)
    {
        var library = new Library(Guid.CreateVersion7(), [.. Enumerable.Range(0, passages).Select(n => new Passage(SHA256.HashData(Guid.CreateVersion7().ToByteArray()), Vector(), n % 7 == 0, n % 11 != 0))]);
        await Do($"INSERT INTO accounts.organizations (id, slug, name, created_at) VALUES ('{library.Id}', 'agency-{library.Id:N}', 'Agency', now())");
        await using var connection = await Database.OpenConnectionAsync();
        await using var load = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SET session_replication_role = replica"),
                new("""
                    INSERT INTO support.embeddings (organization_id, model, digest, vector)
                    SELECT $1, $2, decode(digest, 'hex'), vector::real[] FROM unnest($3, $4) AS t (digest, vector)
                    """)
                {
                    Parameters =
                    {
                        new() { Value = library.Id }, new() { Value = _settings.Name }, new() { Value = library.Passages.Select(one => one.Name).ToArray() },
                        new() { Value = library.Passages.Select(one => one.Written).ToArray() },
                    },
                },
                new("""
                    INSERT INTO support.chunks (organization_id, document_id, version, number, title, audience, language, heading, start_at, end_at, text, digest, is_current)
                    SELECT $1, $1, 1, n, 'Title', CASE WHEN internal THEN 'internal' ELSE 'public' END, 'en', '', 0, 1, 'text', decode(digest, 'hex'), current
                    FROM unnest($2, $3, $4) WITH ORDINALITY AS t (digest, internal, current, n)
                    """)
                {
                    Parameters =
                    {
                        new() { Value = library.Id }, new() { Value = library.Passages.Select(one => one.Name).ToArray() },
                        new() { Value = library.Passages.Select(one => one.IsInternal).ToArray() }, new() { Value = library.Passages.Select(one => one.IsCurrent).ToArray() },
                    },
                },
                new("SET session_replication_role = DEFAULT"),
            },
        };
        await load.ExecuteNonQueryAsync();
        return library;
    }

    private float[] Vector()
    {
        var vector = new float[Dimensions];
        for (var n = 0; n < Dimensions; n++)
        {
            vector[n] = (float)(_random.NextDouble() - 0.3); // of one side mostly, as the embeddings of one language are
        }

        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }

    private async Task<string> Plan(NearIndex index, Guid agency)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await using (var settings = new NpgsqlCommand("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; SET jit = off", connection)) // as the program's reads have it
        {
            await settings.ExecuteNonQueryAsync();
        }

        await using var explain = new NpgsqlCommand("EXPLAIN " + index.TextOf(agency, Dimensions), connection)
        {
            Parameters = { new() { Value = Vector() }, new() { Value = false }, new() { Value = 60 } },
        };
        await using var rows = await explain.ExecuteReaderAsync();
        var plan = new StringBuilder();
        while (await rows.ReadAsync())
        {
            plan.AppendLine(rows.GetString(0));
        }

        return plan.ToString();
    }

    private Task<IReadOnlyList<string>> Names(Guid agency) =>
        Database.List($"SELECT relname::text FROM pg_class WHERE relname LIKE 'near\\_{agency:N}%'", row => row.GetString(0), CancellationToken.None);

    private async Task Do(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Passage(byte[] Digest, float[] Vector, bool IsInternal, bool IsCurrent)
    {
        public string Name { get; } = Convert.ToHexString(Digest);

        public string Written => $"{{{string.Join(',', Vector.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}}}";
    }

    private sealed record Library(Guid Id, IReadOnlyList<Passage> Passages)
    {
        public IReadOnlyList<string> Nearest(float[] asked, bool internally, int limit) =>
        [
            .. Passages.Where(one => one.IsCurrent && (internally || !one.IsInternal))
                .Select(one => (one.Name, Cosine: TensorPrimitives.Dot<float>(one.Vector, asked))).Where(one => one.Cosine > 0)
                .OrderByDescending(one => one.Cosine).Take(limit).Select(one => one.Name),
        ];
    }
}
