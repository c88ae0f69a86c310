using System.Text;

namespace Doorward.Support.Copilot.Words;

/// <summary>
/// The folded words of a text in their order, for matching phrases: <c>cancel my visit</c>, by stem, <c>cancel*</c>, or with up to four other words in
/// between, <c>smell* … gas</c>.
/// </summary>
internal sealed class Tokens
{
    private const int NegationReaches = 3;
    private const int GapReaches = 4;
    private const string Gap = " … ";

    private static readonly HashSet<string> EnglishNegators =
    [
        "not", "no", "never", "isn't", "don't", "doesn't", "didn't", "can't", "cannot", "won't", "without", "nothing", "wasn't", "aren't", "hardly",
    ];

    // Not "no": in Portuguese it is "in the".
    private static readonly HashSet<string> PortugueseNegators = ["nao", "nunca", "sem", "nada", "nem"];

    private readonly string _spaced;

    public Tokens(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var letter in Folding.Fold(text))
        {
            if (char.IsLetterOrDigit(letter) || (letter == '\'' && word.Length > 0))
            {
                word.Append(letter);
            }
            else
            {
                Take();
            }
        }

        Take();
        Words = words;
        _spaced = $" {string.Join(' ', words)} ";

        void Take()
        {
            if (word.ToString().TrimEnd('\'') is { Length: > 0 } taken)
            {
                words.Add(taken);
            }

            word.Clear();
        }
    }

    public IReadOnlyList<string> Words { get; }

    /// <summary>Whether one of the phrases is in it, negated or not.</summary>
    public bool Has(IEnumerable<string> phrases) => phrases.Any(phrase => At(phrase) >= 0);

    /// <summary>The words of those phrases that are in it, each phrase once: plainly, and negated (<c>not happy</c>). Longer phrases say more.</summary>
    /// <param name="language">Of the text: what denies in one language may be any word in another.</param>
    public (int Plain, int Negated) Count(IEnumerable<string> phrases, string language)
    {
        var negators = language is "pt" ? PortugueseNegators : EnglishNegators;
        var (plain, negated) = (0, 0);
        foreach (var phrase in phrases)
        {
            var at = At(phrase);
            if (at < 0)
            {
                continue;
            }

            var words = phrase.Replace(Gap, " ", StringComparison.Ordinal).Count(letter => letter == ' ') + 1;
            _ = IsNegated(at, negators) ? negated += words : plain += words;
        }

        return (plain, negated);
    }

    private int At(string phrase)
    {
        if (!phrase.Contains('…', StringComparison.Ordinal) || phrase.Split(Gap) is not [var first, var second])
        {
            return At(phrase, 0);
        }

        for (var at = At(first, 0); at >= 0; at = At(first, at + 1))
        {
            // the whole word where the phrase names its stem
            var behind = _spaced.IndexOf(' ', at + first.TrimEnd('*').Length + 1);
            var next = behind < 0 ? -1 : At(second, behind);
            if (next >= 0 && _spaced.AsSpan(behind, next - behind).Count(' ') <= GapReaches)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Where the blank before a phrase is, from a place on; a phrase that ends in * goes on as it likes.</summary>
    private int At(ReadOnlySpan<char> phrase, int from)
    {
        var words = phrase.TrimEnd('*');
        for (var next = from + 1; next < _spaced.Length; next++)
        {
            var found = _spaced.AsSpan(next).IndexOf(words);
            if (found < 0)
            {
                return -1;
            }

            next += found;
            if (_spaced[next - 1] == ' ' && (words.Length < phrase.Length || _spaced[next + words.Length] == ' '))
            {
                return next - 1;
            }
        }

        return -1;
    }

    private bool IsNegated(int at, HashSet<string> negators) =>
        _spaced[..at].Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeLast(NegationReaches).Any(negators.Contains);
}
