using Markdig;
using Markdig.Syntax;

namespace Doorward.Support.Knowledge;

/// <summary>A part of a text that stands under one heading.</summary>
/// <param name="Start">Where it begins: with its heading.</param>
/// <param name="End">Where the next one begins.</param>
/// <param name="Headings">Its heading and those above it.</param>
/// <param name="IsBare">Whether there is nothing but the heading.</param>
internal sealed record Section(int Start, int End, IReadOnlyList<string> Headings, bool IsBare);

/// <summary>Cuts a text at its headings, as CommonMark sees them: not at a # inside code.</summary>
internal static class Sections
{
    // Only blocks are of interest; without parsers for what stands inside a line, no line can be made expensive.
    private static readonly MarkdownPipeline Blocks = Pipeline();

    public static IReadOnlyList<Section> Of(string path, string text)
    {
        var headings = Headings(path, text);
        var sections = new List<Section>();
        var above = new Stack<(int Level, string Title)>();
        if (headings is not [{ Start: 0 }, ..])
        {
            sections.Add(new Section(0, headings.Count == 0 ? text.Length : headings[0].Start, [], false));
        }

        for (var n = 0; n < headings.Count; n++)
        {
            var (start, after, level, title) = headings[n];
            while (above.TryPeek(out var last) && last.Level >= level)
            {
                above.Pop();
            }

            above.Push((level, title));
            var end = n + 1 < headings.Count ? headings[n + 1].Start : text.Length;
            sections.Add(new Section(start, end, [.. above.Reverse().Select(one => one.Title)], string.IsNullOrWhiteSpace(text[after..end])));
        }

        return sections;
    }

    private static List<(int Start, int After, int Level, string Title)> Headings(string path, string text)
    {
        // Markdig looks through all blocks before an underlined heading to find its own: a megabyte of them took it 40 s.
        if (text.AsSpan().Count("\n=") + text.AsSpan().Count("\n-") > ImportLimits.Underlines)
        {
            throw new UnreadableDocument(path, null, $"More than {ImportLimits.Underlines} of its lines begin with - or =. Divide it into several documents.");
        }

        try
        {
            return
            [
                .. from heading in Markdown.Parse(text, Blocks).OfType<HeadingBlock>()
                   let start = Math.Clamp(heading.Span.Start, 0, text.Length)
                   let after = Math.Clamp(heading.Span.End + 1, start, text.Length)
                   select (start, after, heading.Level, HeadingTitle.Of(text[start..after])),
            ];
        }
        catch (ArgumentException)
        {
            // What Markdig says of a block inside a block inside a block …, a hundred deep.
            throw new UnreadableDocument(path, null, "Its quotes or lists are nested too deeply to be read. Flatten them.");
        }
    }

    private static MarkdownPipeline Pipeline()
    {
        var builder = new MarkdownPipelineBuilder();
        builder.InlineParsers.Clear();
        return builder.Build();
    }
}
