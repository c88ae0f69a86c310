using System.Text;

namespace Doorward.Support.Copilot.Words;

/// <summary>The folded words of a text in their order, for matching phrases: <c>cancel my visit</c>, or by stem, <c>cancel*</c>.</summary>
internal sealed class Tokens
{
    private const int NegationReaches = 3;

    private static readonly HashSet<string> Negators =
    [
        "not", "no", "never", "isn't", "don't", "doesn't", "didn't", "can't", "cannot", "won't", "without", "nothing", "wasn't", "aren't", "hardly",
        "nao", "nunca", "sem", "nada", "nem",
    ];

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
    public bool Has(IEnumerable<string> phrases) => phrases.Any(phrase => At(phrase, 0) >= 0);

    /// <summary>The words of those phrases that are in it, each phrase once: plainly, and negated (<c>not happy</c>). Longer phrases say more.</summary>
    public (int Plain, int Negated) Count(IEnumerable<string> phrases)
    {
        var (plain, negated) = (0, 0);
        foreach (var phrase in phrases)
        {
            var at = At(phrase, 0);
            if (at < 0)
            {
                continue;
            }

            var words = phrase.Count(letter => letter == ' ') + 1;
            _ = IsNegated(at) ? negated += words : plain += words;
        }

        return (plain, negated);
    }

    private int At(string phrase, int from) => phrase.EndsWith('*')
        ? _spaced.IndexOf($" {phrase[..^1]}", from, StringComparison.Ordinal)
        : _spaced.IndexOf($" {phrase} ", from, StringComparison.Ordinal);

    private bool IsNegated(int at) => _spaced[..at].Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeLast(NegationReaches).Any(Negators.Contains);
}
