namespace Doorward.Support.Knowledge;

/// <summary>
/// The last word on the order: how much of what was asked a passage speaks of (weighed by how much each word tells), how close together, whether
/// its headings say so, and whether it has a phrase of the question word for word.
/// </summary>
internal sealed class Weighing
{
    /// <summary>Below it an answer should not be grounded in what was found. Calibrated on the sample knowledge base: see RecallTests.</summary>
    public const double Threshold = 0.32;

    // "of", "the", "com": most of those without meaning, without asking for each.
    private const int ShortWord = 3;

    // Reciprocal rank fusion: 1 / (60 + place), as Cormack, Clarke and Büttcher (2009) found it to work; scaled to 1 for the first place in every list.
    private const double Damping = 60;

    private readonly SearchQuestion _question;
    private readonly DateOnly _today;
    private readonly IReadOnlyList<Term> _terms;
    private readonly double _whole;
    private readonly string _phrase;

    private Weighing(QuestionTerms terms, SearchQuestion question, DateOnly today)
    {
        (_question, _today) = (question, today);
        _phrase = Plain.Of(question.Text);

        // What nobody wrote about counts almost fully in a short question, little in a letter: most of a letter is not what it asks.
        var unknown = Math.Clamp(2.4 / Math.Max(1, terms.All.Count), 0.25, 0.8);
        _terms = [.. terms.All.Where(term => term.Lexemes.Count > 0)];
        _whole = _terms.Sum(term => term.Weight) + (terms.All.Where(term => term.Lexemes.Count == 0).Sum(term => term.Weight) * unknown);
    }

    public static Weighing Of(QuestionTerms terms, SearchQuestion question, DateOnly today) => new(terms, question, today);

    public IReadOnlyList<Passage> Best(IReadOnlyList<Candidate> candidates) =>
    [
        .. candidates.Select(Weigh)
            .OrderByDescending(passage => passage.Score).ThenBy(passage => passage.DocumentId).ThenBy(passage => passage.Start)
            .Take(_question.Limit),
    ];

    private Passage Weigh(Candidate candidate)
    {
        var stale = candidate.ValidUntil < _today;
        var score = (0.5 * Coverage(candidate, headings: false)) + (0.15 * Coverage(candidate, headings: true)) + (0.2 * HeadingsMeant(candidate))
            + (0.05 * Closeness(candidate)) + (0.05 * Phrase(candidate)) + (0.05 * Fusion(candidate));
        score *= (stale ? 0.8 : 1) * (_question.Language is { } language && language != candidate.Language ? 0.95 : 1);
        return candidate.Passage with { Score = Math.Clamp(score, 0, 1), IsStale = stale };
    }

    /// <summary>The share of what was asked, by weight, that stands in it, or in its headings.</summary>
    private double Coverage(Candidate candidate, bool headings)
    {
        var there = candidate.Standing.Where(one => !headings || one.IsInHeading).Select(one => one.Lexeme).ToHashSet();
        return _whole == 0 ? 0 : _terms.Where(term => term.Lexemes.Any(there.Contains)).Sum(term => term.Weight * (term.IsGuess ? 0.8 : 1)) / _whole;
    }

    /// <summary>
    /// The share of its title's and headings' words that were asked for: of passages that all stand below "Electricity, water and gas", one below "No
    /// electricity" is meant more. It does not sink with the length of a message.
    /// </summary>
    private double HeadingsMeant(Candidate candidate)
    {
        var words = QuestionWords.Split($"{candidate.Passage.Title} {candidate.Passage.Heading}").Where(word => word.Length > ShortWord).Distinct().Count();
        var there = candidate.Standing.Where(one => one.IsInHeading).Select(one => one.Lexeme).ToHashSet();
        return words == 0 ? 0 : Math.Min(1, (double)_terms.Count(term => term.Word.Length > ShortWord && term.Lexemes.Any(there.Contains)) / words);
    }

    /// <summary>1 where all of the terms that it has stand side by side in its text, less the farther they are apart.</summary>
    private double Closeness(Candidate candidate)
    {
        var places = (from standing in candidate.Standing
                      where !standing.IsInHeading
                      let term = _terms.Index().FirstOrDefault(term => term.Item.Lexemes.Contains(standing.Lexeme), (-1, null!)).Index
                      where term >= 0
                      orderby standing.Position
                      select (standing.Position, Term: term)).ToList();
        var terms = places.Select(place => place.Term).Distinct().Count();
        return terms < 2 ? 0 : (double)terms / Shortest(places, terms) * terms / _terms.Count;
    }

    /// <summary>The length of the shortest stretch that has every term at least once.</summary>
    private static int Shortest(List<(int Position, int Term)> places, int terms)
    {
        var (shortest, from, counts) = (int.MaxValue, 0, new Dictionary<int, int>());
        foreach (var (position, term) in places)
        {
            counts[term] = counts.GetValueOrDefault(term) + 1;
            while (counts.Count == terms)
            {
                shortest = Math.Min(shortest, position - places[from].Position + 1);
                var first = places[from++].Term;
                if (--counts[first] == 0)
                {
                    counts.Remove(first);
                }
            }
        }

        return Math.Max(shortest, terms);
    }

    /// <summary>Whether three words of the question in a row, or all of a shorter one, stand in it as they are.</summary>
    private double Phrase(Candidate candidate)
    {
        var words = _phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
        {
            return 0;
        }

        var text = $" {Plain.Of($"{candidate.Passage.Title} {candidate.Passage.Heading} {candidate.Passage.Text}")} ";
        var length = Math.Min(3, words.Length);
        return Enumerable.Range(0, words.Length - length + 1).Any(n => text.Contains($" {string.Join(' ', words.Skip(n).Take(length))} ", StringComparison.Ordinal)) ? 1 : 0;
    }

    private static double Fusion(Candidate candidate) =>
        new[] { candidate.Written, candidate.Guessed, candidate.Near }.Sum(place => place is { } at ? (Damping + 1) / (Damping + at) : 0) / 3;
}
