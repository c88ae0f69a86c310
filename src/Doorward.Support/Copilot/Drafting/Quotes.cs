using System.Text.RegularExpressions;
using Doorward.Support.Copilot.Rules;
using Doorward.Support.Copilot.Words;

namespace Doorward.Support.Copilot.Drafting;

/// <summary>Picks the sentences of passages that answer a question best, as spans of the documents.</summary>
internal static partial class Quotes
{
    private const int MostQuotes = 4;
    private const int MostPassages = 2;
    private const int Shortest = 12;
    private const int Longest = 500;
    private const int Stem = 5;

    /// <returns>In the order of their passages and places; none where every passage is too weak.</returns>
    public static IReadOnlyList<Citation> From(string question, Evidence evidence)
    {
        var asked = new Tokens(question).Words.Where(IsTelling).Select(StemOf).ToHashSet();
        var strong = evidence.Passages.Where(passage => passage.Passage.Score >= evidence.Threshold).Take(MostPassages).ToList();
        return [.. strong
            .SelectMany((passage, rank) => Spans(passage.Passage.Text).Select(span => (Passage: passage, Rank: rank, Span: span, Score: Score(span.Text, asked))))
            .OrderByDescending(one => one.Score - (one.Rank * 0.5))
            .Where((one, n) => one.Score > 0 || n == 0)
            .Take(MostQuotes)
            .OrderBy(one => one.Rank).ThenBy(one => one.Span.At)
            .Select(one => Citation.Of(one.Passage, one.Span.Text))];
    }

    private static double Score(string span, HashSet<string> asked)
    {
        var words = new Tokens(span).Words.Where(IsTelling).Select(StemOf).Distinct().ToList();
        return words.Count == 0 ? 0 : words.Count(asked.Contains) / Math.Sqrt(words.Count);
    }

    /// <summary>Sentences and list items of plain text; headings, what only leads to a list, tables, marked-up text and what speaks to a machine are no quotes.</summary>
    private static IEnumerable<(int At, string Text)> Spans(string text) => Sentences().Matches(text)
        .Select(match => (match.Groups["text"].Index, match.Groups["text"].Value))
        .Where(span => span.Value.Length is >= Shortest and <= Longest && span.Value[^1] != ':' && span.Value.IndexOfAny(['#', '|', '<', '*', '`', '[']) < 0 && !Smuggled.IsIn(span.Value));

    private static bool IsTelling(string word) => !WordLists.English.Common.Contains(word) && !WordLists.Portuguese.Common.Contains(word);

    private static string StemOf(string word) => word.Length > Stem ? word[..Stem] : word;

    // A sentence ends at a mark before a blank, or with its paragraph; a line break within a paragraph is only a fold.
    [GeneratedRegex(@"(?:^|\G|(?<=\n))[ \t]*(?:[-*+•] |\d+[.)] )?(?<text>\S(?:[^\n]|\n(?![ \t]*(?:\n|[-*+•#|] ?|\d+[.)] )))*?(?:[.!?:](?=\s|$)|(?=\n|$)(?!\n[^\n\-*+•#|\s])))\s*")]
    private static partial Regex Sentences();
}
