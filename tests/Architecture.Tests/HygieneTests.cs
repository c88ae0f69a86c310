namespace Architecture.Tests;

public sealed class HygieneTests
{
    [Fact]
    public void Names_that_say_nothing_are_not_used()
    {
        string[] empty = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Service", "Processor"];
        Repository.Files("src", "*.cs").Select(Path.GetFileNameWithoutExtension)
            .Where(name => empty.Any(word => name!.EndsWith(word, StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_file_has_outgrown_its_noun() =>
        Repository.Files("src", "*.cs").Where(file => File.ReadLines(file).Count() > 250).ShouldBeEmpty();

    [Fact]
    public void Every_decision_record_says_what_was_decided_and_what_it_costs()
    {
        foreach (var record in Repository.Files("docs/decisions", "*.md"))
        {
            var text = File.ReadAllText(record).ToLowerInvariant();
            foreach (var part in new[] { "context", "decision", "easier", "harder" })
            {
                text.ShouldContain(part, customMessage: $"{record} has no word on {part}");
            }
        }
    }

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        foreach (var document in Repository.Files("docs", "*.md").Append(Path.Combine(Repository.Root, "README.md")))
        {
            foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(document), @"\]\((?!https?:|#|mailto:)([^)#\s]+)"))
            {
                var target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value);
                (File.Exists(target) || Directory.Exists(target)).ShouldBeTrue($"{document} links to {link.Groups[1].Value}");
            }
        }
    }
}
