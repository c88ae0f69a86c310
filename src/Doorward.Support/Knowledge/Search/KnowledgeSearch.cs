using Doorward.Platform.Postgres;
using Doorward.Support.Knowledge.Embeddings;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace Doorward.Support.Knowledge;

/// <summary>
/// Finds what an agency knows about a question: candidates by full text, by what mistyped words were taken for and by embeddings where there are
/// any; fused by their places in these lists, then weighed by their words.
/// </summary>
internal sealed class KnowledgeSearch : IDisposable
{
    private const int Candidates = 60;

    // One agency's large library does not hold up more than so many questions of the others.
    private const int MostAtOnce = 16;

    // In UTF-16 units, so twice as many bytes.
    private const long MostKept = 4 * 1024 * 1024;

    private static readonly string ReadText = Sql.Read(typeof(KnowledgeSearch).Assembly, "Knowledge/Search/ReadQuestion.sql");
    private static readonly string FindText = Sql.Read(typeof(KnowledgeSearch).Assembly, "Knowledge/Search/FindPassages.sql");
    private static readonly string CitedText = Sql.Read(typeof(KnowledgeSearch).Assembly, "Knowledge/Search/CitedPassage.sql");
    private static readonly string VersionText = Sql.Read(typeof(KnowledgeSearch).Assembly, "Knowledge/Search/TextOfVersion.sql");

    private readonly NpgsqlDataSource _database;
    private readonly NearestChunks _nearest;
    private readonly TimeProvider _time;
    private readonly Coalescer<AskedWords, QuestionTerms> _terms;
    private readonly Coalescer<AskedPassages, IReadOnlyList<Candidate>> _passages;
    private readonly Coalescer<AskedText, string?> _texts;
    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostKept });

    public KnowledgeSearch(NpgsqlDataSource database, NearestChunks nearest, TimeProvider time)
    {
        (_database, _nearest, _time) = (database, nearest, time);
        _terms = new Coalescer<AskedWords, QuestionTerms>(Terms, MostAtOnce);
        _passages = new Coalescer<AskedPassages, IReadOnlyList<Candidate>>(Find, MostAtOnce);
        _texts = new Coalescer<AskedText, string?>(Texts, MostAtOnce);
    }

    /// <summary>The passages that fit a question best. Only what is current is found; what is internal only for <see cref="Audiences.Internal"/>.</summary>
    public async Task<Retrieval> Find(Guid organizationId, SearchQuestion question, CancellationToken cancellation)
    {
        var internally = question.Audience == Audiences.Internal;
        var near = _nearest.Find(organizationId, question.Text, internally, Candidates, cancellation);
        var terms = await Terms(organizationId, question.Text, cancellation);
        var asked = new AskedPassages(organizationId, terms, await near, internally);
        var passages = Weighing.Of(terms, question, Today).Best(asked.IsEmpty ? [] : await _passages.Ask(asked, cancellation));
        return new Retrieval(passages, passages is not [{ Score: >= Weighing.Threshold }, ..], Weighing.Threshold);
    }

    /// <summary>The passage that a quote is from, if it may be quoted to customers, weighed as one that was found for the question; null where there is none.</summary>
    public async Task<Passage?> Cited(Guid organizationId, SearchQuestion question, CitedSpan span, CancellationToken cancellation)
    {
        var terms = await Terms(organizationId, question.Text, cancellation);
        var cited = await _database.List(
            CitedText, row => Candidate.Read(row, terms), cancellation, Reads.Is(organizationId), Reads.Is(span.DocumentId), Reads.Is(span.Version), Reads.Is(span.Heading), Reads.Is(span.Quote));
        return Weighing.Of(terms, question, Today).Best(cited) is [var best, ..] ? best : null;
    }

    /// <summary>A version's text; null where the organization has no such version. A version never changes, so those that were asked for last are kept.</summary>
    public async Task<string?> TextOf(Guid organizationId, Guid documentId, int version, CancellationToken cancellation)
    {
        var asked = new AskedText(organizationId, documentId, version);
        if (!_kept.TryGetValue(asked, out string? text) && await _texts.Ask(asked, cancellation) is { } read)
        {
            text = _kept.Set(asked, read, new MemoryCacheEntryOptions { Size = read.Length });
        }

        return text;
    }

    public void Dispose() => _kept.Dispose();

    private DateOnly Today => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);

    private async Task<QuestionTerms> Terms(Guid organizationId, string text, CancellationToken cancellation) =>
        QuestionWords.Of(text) is { Count: > 0 } words ? await _terms.Ask(new AskedWords(organizationId, words), cancellation) : QuestionTerms.Of([], []);

    private async Task<IReadOnlyList<QuestionTerms>> Terms(IReadOnlyList<AskedWords> asked)
    {
        var rows = await _database.List(
            ReadText, QuestionTerms.Row.Read, CancellationToken.None,
            Reads.Is(asked.SelectMany(one => one.Words.Select(_ => one.OrganizationId)).ToArray()), Reads.Is(asked.SelectMany(one => one.Words).ToArray()));
        var (terms, before, next) = (new List<QuestionTerms>(), 0, 0);
        foreach (var words in asked.Select(one => one.Words))
        {
            var mine = new List<QuestionTerms.Row>();
            for (; next < rows.Count && rows[next].N <= before + words.Count; next++)
            {
                mine.Add(rows[next] with { N = rows[next].N - before });
            }

            terms.Add(QuestionTerms.Of(words, mine));
            before += words.Count;
        }

        return terms;
    }

    private async Task<IReadOnlyList<IReadOnlyList<Candidate>>> Find(IReadOnlyList<AskedPassages> asked)
    {
        var found = asked.Select(_ => new List<Candidate>()).ToArray();
        await _database.Each(
            FindText, row => found[row.GetInt32(13) - 1].Add(Candidate.Read(row, asked[row.GetInt32(13) - 1].Terms)), CancellationToken.None,
            Reads.Is(asked.Select(one => one.OrganizationId).ToArray()), Reads.Is(asked.Select(one => string.Join('\n', one.Terms.Written)).ToArray()),
            Reads.Is(asked.Select(one => string.Join('\n', one.Terms.Guessed)).ToArray()), Reads.Is(asked.Select(one => string.Join('\n', one.Near.Select(Convert.ToHexStringLower))).ToArray()),
            Reads.Is(asked.Select(one => one.IsInternal).ToArray()), Reads.Is(Candidates));
        return found;
    }

    private async Task<IReadOnlyList<string?>> Texts(IReadOnlyList<AskedText> asked)
    {
        var texts = new string?[asked.Count];
        await _database.Each(
            VersionText, row => texts[row.GetInt32(0) - 1] = row.GetString(1), CancellationToken.None,
            Reads.Is(asked.Select(one => one.OrganizationId).ToArray()), Reads.Is(asked.Select(one => one.DocumentId).ToArray()), Reads.Is(asked.Select(one => one.Version).ToArray()));
        return texts;
    }

    private sealed record AskedWords(Guid OrganizationId, IReadOnlyList<string> Words);

    private sealed record AskedPassages(Guid OrganizationId, QuestionTerms Terms, IReadOnlyList<byte[]> Near, bool IsInternal)
    {
        public bool IsEmpty => Terms.Written.Count + Terms.Guessed.Count + Near.Count == 0;
    }

    private sealed record AskedText(Guid OrganizationId, Guid DocumentId, int Version);
}
