using System.Text;
using Doorward.Support.Knowledge;

namespace Doorward.Support.Tests.Knowledge;

public sealed class ChunkTests
{
    private static readonly string[] Pieces =
    [
        "# One\n", "## Two *with* `signs`\n", "### Three\n", "\n\n", "\n", "A sentence of some words. ", "Setext\n======\n", "```\n# no heading\n```\n", "> a quote\n", "- item\n",
        "| a | b |\n|---|---|\n", "    indented\n", "😀🏠", "ção ", new string('x', 700), string.Concat(Enumerable.Repeat("word ", 300)), string.Concat(Enumerable.Repeat("😀", 900)), "\t", "   ", "#", "<!-- # -->\n",
    ];

    /// <summary>Whatever the text: passages in order, none too long, each exactly its range, and nothing but white space between them.</summary>
    [Theory]
    [InlineData("a.md")]
    [InlineData("a.txt")]
    public void Passages_cover_the_text(string path)
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var at = 0;
            foreach (var chunk in Chunks.Of(path, "title", text))
            {
                text[at..chunk.Start].ShouldBeNullOrWhiteSpace($"seed {seed}");
                chunk.Text.ShouldBe(text[chunk.Start..chunk.End], $"seed {seed}");
                chunk.Text.Length.ShouldBeInRange(1, Chunks.Longest, $"seed {seed}");
                Encoding.UTF8.GetByteCount(chunk.Text).ShouldBe(new UTF8Encoding(false, true).GetByteCount(chunk.Text), $"seed {seed}: no half characters");
                at = chunk.End;
            }

            text[at..].ShouldBeNullOrWhiteSpace($"seed {seed}");
        }
    }

    [Fact]
    public void A_passage_stands_under_its_headings()
    {
        var chunks = Chunks.Of("a.md", "Deposits", "# Deposits\nintro\n## Paying\n### By *card*\nyes\n```\n# not this\n```\n### [In cash](https://x.example)\nno\n\nGetting it back\n---------------\nsoon\n");
        chunks.Select(chunk => chunk.Heading).ShouldBe(["", "Paying › By card", "Paying › In cash", "Getting it back"]);
    }

    [Fact]
    public void A_heading_with_nothing_under_it_begins_what_comes_next()
    {
        var chunk = Chunks.Of("a.md", "Keys", "# Keys\n\n## Lost keys\n\nCall us.\n").ShouldHaveSingleItem();
        chunk.Start.ShouldBe(0);
        chunk.Heading.ShouldBe("Lost keys");
    }

    [Fact]
    public void A_long_section_is_cut_between_its_paragraphs()
    {
        var paragraph = string.Concat(Enumerable.Repeat("Some words. ", 40)).Trim();
        Chunks.Of("a.md", "t", $"## H\n{paragraph}\n\n{paragraph}\n\n{paragraph}\n").ShouldAllBe(chunk => chunk.Text.EndsWith("words.") && chunk.Heading == "H");
    }
}
