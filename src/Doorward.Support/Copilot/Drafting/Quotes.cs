using System.Text.RegularExpressions;
using Doorward.Support.Copilot.Rules;
using Doorward.Support.Copilot.Words;
using Doorward.Support.Knowledge;

namespace Doorward.Support.Copilot.Drafting;

/// <summary>Picks the sentences of passages that answer a question best, as spans of the documents.</summary>
internal static partial class Quotes
{
    private const int MostQuotes = 4;
    private const int MostPassages = 2;
    private const int Shortest = 12;
    private const int Longest = 500;
    private const int Stem = 5;

    // More than what the second passage is behind the first, less than a word of the question in the sentence itself.
    private const double UnderItsHeading = 0.6;

    /// <returns>In the order of their passages and places; none where every passage is too weak, or speaks of something else.</returns>
    public static IReadOnlyList<Citation> From(string question, Evidence evidence)
    {
        var asked = StemsOf(question);
        var strong = evidence.Passages.Where(passage => passage.Passage.Score >= evidence.Threshold).Take(MostPassages).ToList();
        return [.. strong
            .SelectMany((passage, rank) => Scored(passage.Passage, asked).Select(span => (Passage: passage, Rank: rank, Span: span, span.Score)))
            .OrderByDescending(one => one.Score - (one.Rank * 0.5))
            .Where((one, n) => one.Score > 0 || (n == 0 && HeadingsSay(one.Passage.Passage, asked)))
            .Take(MostQuotes)
            .OrderBy(one => one.Rank).ThenBy(one => one.Span.At)
            .Select(one => Citation.Of(one.Passage, one.Span.Text))];
    }

    /// <summary>A passage that answers with other words, as one below "Hours" that names days and times, is meant by its heading.</summary>
    private static List<(int At, string Text, double Score)> Scored(Passage passage, HashSet<string> asked)
    {
        var spans = Spans(passage.Text).Select(span => (span.At, span.Text, Score: Score(span.Text, asked))).ToList();
        return spans.All(span => span.Score == 0) && HeadingsSay(passage, asked) && StemsOf(passage.Heading).Any(asked.Contains)
            ? [.. spans.Select(span => span with { Score = UnderItsHeading })]
            : spans;
    }

    /// <summary>Whether title and headings have more than half of what was asked: else who asked for a dog in the flat is told of the flat's rooms.</summary>
    private static bool HeadingsSay(Passage passage, HashSet<string> asked) =>
        asked.Count == 0 || asked.Count(StemsOf($"{passage.Title} {passage.Heading}").Contains) > asked.Count / 2.0;

    private static double Score(string span, HashSet<string> asked)
    {
        var words = StemsOf(span);
        return words.Count == 0 ? 0 : words.Count(asked.Contains) / Math.Sqrt(words.Count);
    }

    /// <summary>Sentences and list items of plain text; headings, what only leads to a list, tables, marked-up text and what speaks to a machine are no quotes.</summary>
    private static IEnumerable<(int At, string Text)> Spans(string text) => Sentences().Matches(text)
        .Select(match => (match.Groups["text"].Index, match.Groups["text"].Value))
        .Where(span => span.Value.Length is >= Shortest and <= Longest && span.Value[^1] != ':' && span.Value.IndexOfAny(['#', '|', '<', '*', '`', '[']) < 0 && !Smuggled.IsIn(span.Value));

    private static HashSet<string> StemsOf(string text) => [.. new Tokens(text).Words.Where(IsTelling).Select(StemOf)];

    private static bool IsTelling(string word) => !WordLists.English.Common.Contains(word) && !WordLists.Portuguese.Common.Contains(word);

    // "dogs" is "dog", as in a longer word by its beginning.
    private static string StemOf(string word) => word.Length > Stem ? word[..Stem] : word is [_, _, .., not 's', 's'] ? word[..^1] : word;

    // A sentence ends at a mark before a blank, or with its paragraph; a line break within a paragraph is only a fold. A colon ends what leads to a list, on
    // lines of its own; within a line it is half of a sentence.
    [GeneratedRegex(@"(?:^|\G|(?<=\n))[ \t]*(?:[-*+•] |\d+[.)] )?(?<text>\S(?:[^\n]|\n(?![ \t]*(?:\n|[-*+•#|] ?|\d+[.)] )))*?(?:[.!?](?=\s|$)|:(?=[ \t]*(?:\n|$))|(?=\n|$)(?!\n[^\n\-*+•#|\s])))\s*")]
    private static partial Regex Sentences();
}
