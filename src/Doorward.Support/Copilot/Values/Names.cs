using Doorward.Support.Copilot.Words;

namespace Doorward.Support.Copilot.Values;

/// <summary>The words of a sentence that may be names of people, places and streets: those in upper case that need not be.</summary>
internal static class Names
{
    private static readonly HashSet<string> NoNames =
    [
        "i", "i'm", "i've", "i'll", "i'd", "ok", "pdf", "id", "uk", "eu", "english", "portuguese", "sr", "sra", "mr", "mrs", "ms", "dr", "dra",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays",
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ];

    /// <param name="sentence">The sentence.</param>
    /// <param name="language">Whose openers may begin it.</param>
    /// <returns>Each once, folded.</returns>
    public static IReadOnlyList<(string Folded, string Text)> In(string sentence, string language)
    {
        var openers = WordLists.Of(language).Openers;
        var found = new List<(string, string)>();
        var opens = true;
        var at = 0;
        while (at < sentence.Length)
        {
            if (!char.IsLetter(sentence[at]))
            {
                opens |= sentence[at] is '.' or '!' or '?' or ':' or '\n' or '•' or ';';
                at++;
                continue;
            }

            var end = at;
            while (end < sentence.Length && (char.IsLetterOrDigit(sentence[end]) || (sentence[end] is '\'' or '’' or '-' && end + 1 < sentence.Length && char.IsLetter(sentence[end + 1]))))
            {
                end++;
            }

            var word = sentence[at..end];
            var folded = Folding.Fold(word);
            folded = folded.EndsWith("'s", StringComparison.Ordinal) ? folded[..^2] : folded;
            if (char.IsUpper(word[0]) && !NoNames.Contains(folded) && !(opens && openers.Contains(folded)))
            {
                found.Add((folded, word));
            }

            (opens, at) = (false, end);
        }

        return [.. found.DistinctBy(name => name.Item1)];
    }
}
