using Doorward.Platform.Postgres;
using Doorward.Support.Knowledge.Embeddings;
using Npgsql;

namespace Doorward.Support.Knowledge;

/// <summary>
/// Finds what an agency knows about a question: candidates by full text, by what mistyped words were taken for and by embeddings where there are
/// any; fused by their places in these lists, then weighed by their words.
/// </summary>
internal sealed class KnowledgeSearch(NpgsqlDataSource database, NearestChunks nearest, TimeProvider time)
{
    private const int Candidates = 60;

    private static readonly string ReadText = Sql.Read(typeof(KnowledgeSearch).Assembly, "Knowledge/Search/ReadQuestion.sql");
    private static readonly string FindText = Sql.Read(typeof(KnowledgeSearch).Assembly, "Knowledge/Search/FindPassages.sql");
    private static readonly string CitedText = Sql.Read(typeof(KnowledgeSearch).Assembly, "Knowledge/Search/CitedPassage.sql");
    private static readonly string VersionText = Sql.Read(typeof(KnowledgeSearch).Assembly, "Knowledge/Search/TextOfVersion.sql");

    /// <summary>The passages that fit a question best. Only what is current is found; what is internal only for <see cref="Audiences.Internal"/>.</summary>
    public async Task<Retrieval> Find(Guid organizationId, SearchQuestion question, CancellationToken cancellation)
    {
        var internally = question.Audience == Audiences.Internal;
        var near = nearest.Find(organizationId, question.Text, internally, Candidates, cancellation);
        var terms = await Terms(organizationId, question.Text, cancellation);
        var candidates = await Find(organizationId, terms, await near, internally, cancellation);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var passages = Weighing.Of(terms, question, today).Best(candidates);
        return new Retrieval(passages, passages is not [{ Score: >= Weighing.Threshold }, ..], Weighing.Threshold);
    }

    /// <summary>The passage that a quote is from, if it may be quoted to customers, weighed as one that was found for the question; null where there is none.</summary>
    public async Task<Passage?> Cited(Guid organizationId, SearchQuestion question, CitedSpan span, CancellationToken cancellation)
    {
        var terms = await Terms(organizationId, question.Text, cancellation);
        var cited = await database.List(
            CitedText, Candidate.Read, cancellation, Reads.Is(organizationId), Reads.Is(span.DocumentId), Reads.Is(span.Version), Reads.Is(span.Heading), Reads.Is(span.Quote),
            Reads.Is(terms.Written.ToArray()), Reads.Is(terms.Guessed.ToArray()));
        return Weighing.Of(terms, question, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).Best(cited) is [var best, ..] ? best : null;
    }

    /// <summary>A version's text; null where the organization has no such version.</summary>
    public async Task<string?> TextOf(Guid organizationId, Guid documentId, int version, CancellationToken cancellation) => await database.One(
        VersionText, row => row.GetString(0), cancellation, Reads.Is(organizationId), Reads.Is(documentId), Reads.Is(version));

    private async Task<QuestionTerms> Terms(Guid organizationId, string text, CancellationToken cancellation)
    {
        var words = QuestionWords.Of(text);
        var rows = words.Count == 0 ? [] : await database.List(
            ReadText, QuestionTerms.Row.Read, cancellation, Reads.Is(organizationId), Reads.Is(words.ToArray()));
        return QuestionTerms.Of(words, rows);
    }

    private async Task<IReadOnlyList<Candidate>> Find(
        Guid organizationId, QuestionTerms terms, IReadOnlyList<byte[]> near, bool internally, CancellationToken cancellation) =>
        terms.Written.Count + terms.Guessed.Count + near.Count == 0 ? [] : await database.List(
            FindText, Candidate.Read, cancellation, Reads.Is(organizationId), Reads.Is(terms.Written.ToArray()), Reads.Is(terms.Guessed.ToArray()),
            Reads.Is(near.ToArray()), Reads.Is(internally), Reads.Is(Candidates));
}
