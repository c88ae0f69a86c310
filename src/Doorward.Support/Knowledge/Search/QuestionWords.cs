using System.Collections.Frozen;
using System.Text;

namespace Doorward.Support.Knowledge;

/// <summary>The words of a question or a message, without those that are only polite.</summary>
internal static class QuestionWords
{
    /// <summary>A long letter repeats itself; past these many different words it says nothing new.</summary>
    private const int Most = 60;

    private const int LongestText = 20_000;
    private const int LongestWord = 60;

    private static readonly FrozenSet<string> Polite = FrozenSet.ToFrozenSet(
    [
        "hello", "hi", "hey", "dear", "please", "thanks", "thank", "regards", "sincerely", "cheers", "good", "morning", "afternoon", "evening", "kind",
        "best", "wishes", "would", "could", "like", "know", "want", "wanted", "wondering", "question", "tell", "just", "get", "got", "need", "may", "might", "also", "keep",
        "anything", "something", "somebody", "possible", "today", "tomorrow", "yesterday", "week", "wonder", "already", "really", "sorry", "however", "kindly",
        "olá", "ola", "oi", "bom", "boa", "dia", "tarde", "noite", "obrigado", "obrigada", "favor", "cumprimentos", "gostaria", "queria", "saber", "posso",
        "pode", "podem", "podia", "quero", "caro", "cara", "senhor", "senhora", "atenciosamente", "pergunta", "dúvida", "duvida", "tenho", "preciso", "amanhã", "amanha", "hoje", "ontem", "semana", "possível", "possivel", "alguma", "algum", "precisos",
    ]);

    /// <summary>In lower case, each once, in the order in which they come.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var words = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in Split(text.Length > LongestText ? text[..LongestText] : text))
        {
            if (!Polite.Contains(word) && seen.Add(word) && words.Count < Most)
            {
                words.Add(word);
            }
        }

        return words;
    }

    /// <summary>Runs of letters and digits, in lower case, composed (NFC): an accent that was typed as a sign of its own belongs to its letter.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in Composed(text).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune));
            }
            else if (word.Length > 0)
            {
                if (word.Length <= LongestWord)
                {
                    yield return word.ToString();
                }

                word.Clear();
            }
        }

        if (word.Length is > 0 and <= LongestWord)
        {
            yield return word.ToString();
        }
    }

    // Half a surrogate pair cannot be composed, nor sent to PostgreSQL; a rune stands in for it.
    private static string Composed(string text) => Ascii.IsValid(text) ? text
        : (text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes()) : text).Normalize(NormalizationForm.FormC);
}
