namespace Doorward.Support.Knowledge;

/// <summary>A passage of a text: exactly <c>text[Start..End]</c>, under these headings.</summary>
internal sealed record Chunk(int Start, int End, string Heading, string Text);

/// <summary>
/// Cuts a text into passages: at its headings, and what is longer than a passage at a paragraph's end, a line's, a sentence's or a word's, whichever
/// comes first. They do not overlap, and between them is nothing but white space.
/// </summary>
internal static class Chunks
{
    /// <summary>UTF-16 units at the most: about 200 words, what a person reads at a glance.</summary>
    public const int Longest = 1200;

    private static readonly string[] Ends = ["\n\n", "\n", ". ", "! ", "? ", "; ", " "];

    /// <param name="path">Says whether it is Markdown; and for problems.</param>
    /// <param name="title">A heading that only repeats it is left out.</param>
    /// <param name="text">The whole document.</param>
    /// <exception cref="UnreadableDocument">There are too many of them.</exception>
    public static IReadOnlyList<Chunk> Of(string path, string title, string text)
    {
        var sections = DocumentPath.IsMarkdown(path) ? Sections.Of(path, text) : [new Section(0, text.Length, [], false)];
        var chunks = new List<Chunk>();
        var start = 0;
        foreach (var (section, n) in sections.Select((section, n) => (section, n)))
        {
            // A heading with nothing under it says what comes next.
            if (section.IsBare && n + 1 < sections.Count)
            {
                continue;
            }

            var headings = section.Headings.Where((heading, level) => level > 0 || heading != title);
            Cut(text, start, section.End, string.Join(" › ", headings), chunks);
            start = section.End;
            if (chunks.Count > ImportLimits.Chunks)
            {
                throw new UnreadableDocument(path, null, $"It falls into more than {ImportLimits.Chunks} passages. Divide it into several documents.");
            }
        }

        return chunks;
    }

    private static void Cut(string text, int start, int end, string heading, List<Chunk> chunks)
    {
        while ((start = SkipSpace(text, start, end)) < end)
        {
            var stop = end - start <= Longest ? end : Stop(text, start);
            var last = stop;
            while (char.IsWhiteSpace(text[last - 1]))
            {
                last--;
            }

            chunks.Add(new Chunk(start, last, heading, text[start..last]));
            start = stop;
        }
    }

    /// <summary>Where a passage that is too long should end: not in its first half, if that can be.</summary>
    private static int Stop(string text, int start)
    {
        foreach (var ends in Ends)
        {
            var at = text.LastIndexOf(ends, start + Longest - ends.Length, (Longest / 2) - ends.Length, StringComparison.Ordinal);
            if (at > start)
            {
                return at + ends.Length;
            }
        }

        // Not one space: not through the middle of a surrogate pair, at least.
        return start + (char.IsHighSurrogate(text[start + Longest - 1]) ? Longest - 1 : Longest);
    }

    private static int SkipSpace(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        return start;
    }
}
