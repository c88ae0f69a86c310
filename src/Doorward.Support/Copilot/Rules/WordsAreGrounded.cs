using Doorward.Support.Copilot.Words;

namespace Doorward.Support.Copilot.Rules;

/// <summary>
/// A sentence says what its source says, as far as words can tell: most of its telling words stand in the source, and it denies where the source
/// denies. Between two languages only values, names and denials can be compared; that is noted and lowers the confidence.
/// </summary>
internal static class WordsAreGrounded
{
    private const double LeastShare = 0.6;
    private const int Stem = 5;

    private static readonly HashSet<string> Denying =
    [
        "not", "no", "never", "none", "cannot", "without", "except", "unless", "isn't", "don't", "doesn't", "can't", "won't", "aren't", "wasn't", "mustn't", "shouldn't",
        "nao", "nunca", "nenhum", "nenhuma", "sem", "exceto", "salvo", "nem",
    ];

    public static IEnumerable<Finding> Check(GuardedCase guarded)
    {
        foreach (var (sentence, number) in guarded.Sentences.Where(one => !one.Sentence.IsCourtesy))
        {
            var said = new Tokens(sentence.Text).Words;
            var source = new Tokens(guarded.SourceOf(sentence)).Words;
            if (sentence.FactName is not null)
            {
                if (said.Any(Denying.Contains) && !source.Any(Denying.Contains))
                {
                    yield return Wrong("denies_its_source", number, "The sentence denies what its source says.");
                }

                continue;
            }

            if (said.Any(Denying.Contains) != source.Any(Denying.Contains))
            {
                yield return Wrong("denies_its_source", number, "The sentence denies what its source says, or leaves out that the source denies it.");
            }

            if (sentence.Citation is not { } citation || IsTranslated(sentence, citation))
            {
                continue;
            }

            var passage = guarded.Evidence.Passage(citation.PassageName)?.Passage;
            var stems = new Tokens($"{citation.Quote} {passage?.Heading} {passage?.Title}").Words.Select(StemOf).ToHashSet();
            var telling = said.Where(IsTelling).ToList();
            if (telling.Count > 0 && telling.Count(word => stems.Contains(StemOf(word))) < telling.Count * LeastShare)
            {
                yield return Wrong("words_not_in_source", number, "The sentence says something else than its source: keep to the words of the quote.");
            }
        }
    }

    /// <summary>Whether sentence and quote are in two languages, as far as can be told.</summary>
    public static bool IsTranslated(Sentence sentence, Citation citation) => sentence.Text != citation.Quote
        && WordLists.LanguageOf(sentence.Text) is { } said && WordLists.LanguageOf(citation.Quote) is { } quoted && said != quoted;

    private static bool IsTelling(string word) =>
        !WordLists.English.Common.Contains(word) && !WordLists.Portuguese.Common.Contains(word) && word.Length > 1 && !word.All(char.IsDigit);

    private static string StemOf(string word) => word.Length > Stem ? word[..Stem] : word;

    private static Finding Wrong(string code, int number, string says) => new("grounded", code, number, says);
}
