using System.Text.RegularExpressions;
using Doorward.Platform.Events.Catalogue;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Tests.Contracts;

/// <summary>What the statements write to the log and what the modules declared are the same.</summary>
public sealed partial class EventCatalogueTests
{
    private static readonly IReadOnlyList<(string File, string Text)> Inserts =
        [.. Sources().SelectMany(file => File.ReadAllText(file).Split("INSERT INTO events.log").Skip(1).Select(text => (file, Statement(text))))];

    [Fact]
    public async Task Every_type_that_a_statement_writes_is_declared()
    {
        var declared = (await Catalogue()).Types.Select(type => type.Name).ToHashSet();
        foreach (var (file, text) in Inserts)
        {
            var types = TypeName().Matches(text).Select(match => match.Groups[1].Value).ToList();
            types.ShouldNotBeEmpty($"{file} writes an event whose type cannot be read off the statement");
            types.Except(declared).ShouldBeEmpty($"{file} writes events that its module does not declare with AddEventTypes");
        }
    }

    [Fact]
    public async Task Every_type_that_is_declared_is_written_by_a_statement()
    {
        var written = Inserts.SelectMany(insert => TypeName().Matches(insert.Text).Select(match => match.Groups[1].Value)).ToHashSet();
        (await Catalogue()).Types.Select(type => type.Name).Except(written).ShouldBeEmpty("no statement writes them");
    }

    [Fact]
    public async Task Whom_an_event_concerns_is_named_in_it()
    {
        foreach (var type in (await Catalogue()).Types)
        {
            foreach (var member in type.Concerns.Except(["subject_id", "actor_id"]))
            {
                type.After.ShouldNotBeNull().GetType().GetProperties().Select(property => SnakeCase(property.Name))
                    .ShouldContain(member, $"{type.Name} says that {member} names whom it concerns");
            }

            (type.ToStaff || type.Concerns.Count > 0).ShouldBeTrue($"{type.Name} may be seen by nobody");
        }
    }

    private static async Task<EventCatalogue> Catalogue() => (await Desk.Shared).Services.GetRequiredService<EventCatalogue>();

    private static string SnakeCase(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>Up to the end of the common table expression or of the statement.</summary>
    private static string Statement(string text)
    {
        var depth = 0;
        for (var n = 0; n < text.Length; n++)
        {
            depth += text[n] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth < 0 || (depth == 0 && text[n] == ';'))
            {
                return text[..n];
            }
        }

        return text;
    }

    private static IEnumerable<string> Sources() => new[] { "*.sql", "*.cs" }
        .SelectMany(kind => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), kind, SearchOption.AllDirectories))
        .Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal));

    // A literal that stands for itself; not part of a key or a cast.
    [GeneratedRegex(@"'([a-z_]+\.[a-z_]+)'")]
    private static partial Regex TypeName();
}
