using System.Text.Json;
using Doorward.Platform.Postgres;
using Doorward.Support.Knowledge;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Support.Tests.Knowledge;

/// <summary>At a hundred thousand passages of ten agencies a search reads by index what it needs, and answers in time.</summary>
public sealed class SearchPlanTests(SearchPlanTests.Shelves shelves) : IClassFixture<SearchPlanTests.Shelves>
{
    [Theory]
    [InlineData("FindPassages", "uuid[], text[], text[], text[], boolean[], int", "chunks_by_words,chunks_by_digest,chunks_pkey,document_versions_pkey")]
    [InlineData("ReadQuestion", "uuid[], text[]", "words_by_likeness,words_pkey")]
    public async Task A_search_goes_by_index(string statement, string types, string indexes)
    {
        var plan = await shelves.Plan(statement, types);
        plan.Relations.ShouldNotBeEmpty();
        plan.Sequential.Except(["knowledge"]).ShouldBeEmpty(); // a row for each of ten agencies is a page
        plan.Indexes.ShouldBeSubsetOf(indexes.Split(','));
        plan.Indexes.ShouldContain(indexes.Split(',')[0]);
    }

    [Fact]
    public async Task A_search_answers_in_time()
    {
        var search = shelves.Search;
        await search.Find(shelves.Agency, new SearchQuestion("word17 wrod99 thing3", null, Audiences.Public), CancellationToken.None);
        var begun = TimeProvider.System.GetTimestamp();
        for (var n = 0; n < 10; n++)
        {
            var found = await search.Find(shelves.Agency, new SearchQuestion($"word{n * 7} thing{n} common word", null, Audiences.Public), CancellationToken.None);
            found.Passages.Count.ShouldBe(8);
        }

        // A tenth of it on a machine of its own; the wrong plan took seconds each.
        TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(TimeSpan.FromSeconds(60));
    }

    public sealed record Reads(IReadOnlyList<string> Relations, IReadOnlyList<string> Sequential, IReadOnlySet<string> Indexes);

    public sealed class Shelves : IAsyncLifetime
    {
        private const string Load = """
            SET session_replication_role = replica;
            INSERT INTO accounts.organizations SELECT md5('o' || o)::uuid, 'agency-' || o, 'Agency', now() FROM generate_series(0, 9) o;
            INSERT INTO support.documents (organization_id, id, collection, path, version, created_at)
                SELECT md5('o' || d % 10)::uuid, md5('d' || d)::uuid, 'main', d || '.md', 1, now() FROM generate_series(0, 9999) d;
            INSERT INTO support.document_versions (organization_id, document_id, version, title, audience, language, text, content_hash, imported_at)
                SELECT md5('o' || d % 10)::uuid, md5('d' || d)::uuid, 1, 'Title', 'public', 'en', 'text', sha256('x'), now() FROM generate_series(0, 9999) d;
            INSERT INTO support.chunks (organization_id, document_id, version, number, title, audience, language, heading, start_at, end_at, text, digest, is_current)
                SELECT md5('o' || d % 10)::uuid, md5('d' || d)::uuid, 1, c, 'Title thing' || d % 100, 'public', 'en', 'Heading word' || (d * 10 + c) % 1000, 0, 1,
                       'common words: word' || (d * 10 + c) % 997 || ' thing' || (d + c) % 89 || ' rare' || d * 10 + c || ' and word' || (d * c) % 991, sha256((d || '-' || c)::bytea), true
                FROM generate_series(0, 9999) d, generate_series(1, 10) c;
            INSERT INTO support.words SELECT organization_id, u.lexeme, count(*) FROM support.chunks, unnest(search) u GROUP BY 1, 2;
            INSERT INTO support.knowledge SELECT organization_id, 1, count(*) FROM support.chunks GROUP BY 1;
            SET session_replication_role = DEFAULT;
            ANALYZE support.chunks;
            ANALYZE support.words;
            ANALYZE support.document_versions;
            ANALYZE support.knowledge;
            """;

        private Desk? _desk;

        internal Guid Agency { get; private set; }

        internal KnowledgeSearch Search => (KnowledgeSearch)_desk!.Services.GetService(typeof(KnowledgeSearch))!;

        public async ValueTask InitializeAsync()
        {
            _desk = await Desk.Open();
            await using var connection = await _desk.Database.OpenConnectionAsync();
            foreach (var sql in Load.Split(";\n"))
            {
                await using var load = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
                await load.ExecuteNonQueryAsync();
            }

            await using var first = new NpgsqlCommand("SELECT md5('o1')::uuid", connection);
            Agency = (Guid)(await first.ExecuteScalarAsync())!;
        }

        public async Task<Reads> Plan(string statement, string types)
        {
            var text = Sql.Read(typeof(KnowledgeSearch).Assembly, $"Knowledge/Search/{statement}.sql");
            var arguments = string.Join(", ", types.Split(", ").Select(type => $"NULL::{type}"));
            await using var connection = await _desk!.Database.OpenConnectionAsync();
            await using var explain = new NpgsqlCommand(
                $"SET plan_cache_mode = force_generic_plan; PREPARE hot({types}) AS {text}; EXPLAIN (FORMAT JSON) EXECUTE hot({arguments})", connection);
            await using var rows = await explain.ExecuteReaderAsync();
            var (relations, sequential, indexes) = (new List<string>(), new List<string>(), new HashSet<string>());
            do
            {
                while (await rows.ReadAsync())
                {
                    using var plan = JsonDocument.Parse(rows.GetString(0));
                    Walk(plan.RootElement[0].GetProperty("Plan"));
                }
            }
            while (await rows.NextResultAsync());
            return new Reads(relations, sequential, indexes);

            void Walk(JsonElement node)
            {
                if (node.TryGetProperty("Relation Name", out var relation))
                {
                    relations.Add(relation.GetString()!);
                    if (node.GetProperty("Node Type").GetString() is "Seq Scan")
                    {
                        sequential.Add(relation.GetString()!);
                    }
                }

                if (node.TryGetProperty("Index Name", out var index))
                {
                    indexes.Add(index.GetString()!);
                }

                if (node.TryGetProperty("Plans", out var plans))
                {
                    plans.EnumerateArray().ToList().ForEach(Walk);
                }
            }
        }

        public ValueTask DisposeAsync() => _desk?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
