using System.Text.RegularExpressions;
using Doorward.Tests.Contracts;

namespace Doorward.Tests.Docs;

/// <summary>Operators find every metric of ours in docs/operations.md.</summary>
public sealed partial class MetricsTests
{
    [Fact]
    public async Task Every_metric_that_the_program_makes_is_in_the_operations_page_and_no_other()
    {
        var made = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Made().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet();
        made.Count.ShouldBeGreaterThan(15);

        var told = new HashSet<string>();
        foreach (var line in (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "operations.md"))).Where(line => line.Contains("`doorward.", StringComparison.Ordinal)))
        {
            var prefix = "";
            foreach (var name in Told().Matches(line).Select(match => match.Groups[1].Value))
            {
                var whole = name.StartsWith('.') ? prefix + name : name;
                prefix = whole[..whole.LastIndexOf('.')];
                told.Add(whole);
            }
        }

        told.ShouldBe(made, ignoreOrder: true);
    }

    [GeneratedRegex(@"(?:Create\w+(?:<\w+>)?|Gauge|Counter|Histogram)\(\s*""(doorward\.[a-z_.]+)""")]
    private static partial Regex Made();

    [GeneratedRegex(@"`((?!doorward\.json)(?:doorward)?\.[a-z_.]+)`")]
    private static partial Regex Told();
}
