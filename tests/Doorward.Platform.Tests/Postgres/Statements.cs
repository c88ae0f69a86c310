using System.Reflection;
using System.Text.RegularExpressions;
using Doorward.Platform.Postgres;

namespace Doorward.Platform.Tests.Postgres;

/// <summary>An embedded statement, and the parameter types that its header declares: lines such as <c>-- $1 name type  $2 name type</c>.</summary>
public sealed partial record Statement(string Assembly, string File, string Text)
{
    public static IReadOnlyList<Statement> All { get; } =
    [
        .. from path in Directory.GetFiles(AppContext.BaseDirectory, "Doorward*.dll")
           where !Path.GetFileName(path).Contains("Test", StringComparison.Ordinal)
           let assembly = System.Reflection.Assembly.Load(Path.GetFileNameWithoutExtension(path))
           from file in assembly.GetManifestResourceNames()
           where file.EndsWith(".sql", StringComparison.Ordinal) && !file.StartsWith("Migrations/", StringComparison.Ordinal)
           select new Statement(assembly.GetName().Name!, file, Sql.Read(assembly, file)),
    ];

    public static Statement Of(string file) => All.Single(statement => $"/{statement.File}".EndsWith($"/{file}.sql", StringComparison.Ordinal));

    /// <summary>The header alone: a comment further down may speak of a parameter, too.</summary>
    public IReadOnlyList<string> Types
    {
        get
        {
            var header = string.Join('\n', Text.Split('\n').TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal)));
            var types = Declared().Matches(header).ToDictionary(one => int.Parse(one.Groups[1].Value), one => one.Groups[2].Value);
            types.Keys.Order().ShouldBe(Enumerable.Range(1, types.Count), $"{File} must declare every parameter once");
            return [.. Enumerable.Range(1, types.Count).Select(n => types[n])];
        }
    }

    public string Prepare(string name) => $"PREPARE {name}{(Types.Count == 0 ? "" : $"({string.Join(", ", Types)})")} AS {Text}";

    public override string ToString() => $"{Assembly}/{File}";

    [GeneratedRegex(@"\$(\d+) [a-z_ ]*?([a-z0-9]+(?:\[\])?)(?=  |\n|;|$)")]
    private static partial Regex Declared();
}
