using System.Text.RegularExpressions;

namespace Architecture.Tests;

public sealed partial class LayerTests
{
    // From the top down. A project may refer only to those below it; the libraries know nobody.
    private static readonly string[] Layers = ["Doorward", "Doorward.Support", "Doorward.Visits", "Doorward.Accounts", "Doorward.Platform"];
    private static readonly string[] Libraries = ["Doorward.GraphQL", "Doorward.Redis"];

    [Fact]
    public void Every_project_has_its_place() =>
        Repository.Projects.Select(project => project.Name).Except([.. Layers, .. Libraries]).ShouldBeEmpty();

    [Fact]
    public void References_go_down_only()
    {
        foreach (var project in Repository.Projects)
        {
            foreach (var reference in project.References.Except(Libraries))
            {
                Libraries.ShouldNotContain(project.Name, $"{project} is a library and must not know {reference}");
                Array.IndexOf(Layers, reference).ShouldBeGreaterThan(Array.IndexOf(Layers, project.Name), $"{project} must not refer to {reference}");
            }
        }
    }

    [Fact]
    public void Only_tests_see_what_is_internal() =>
        Repository.Projects.SelectMany(project => project.Friends).ShouldAllBe(friend => friend.EndsWith(".Tests") || friend == "Doorward.Testing");

    [Fact]
    public void A_module_writes_only_its_own_tables_the_log_and_jobs()
    {
        foreach (var project in Repository.Projects.Where(project => Layers.Contains(project.Name)))
        {
            // events.cursors: a migration says where the module's own subscribers begin
            var own = project.Name switch
            {
                "Doorward.Platform" => new[] { "platform", "events" },
                // The first sign-in of an applicant makes a person and their sign-in in the same statement as the link to them.
                "Doorward.Visits" => ["visits", "events.log", "events.jobs", "events.cursors", "accounts.people", "accounts.sign_ins"],
                _ => [project.Name.Split('.')[^1].ToLowerInvariant(), "events.log", "events.jobs", "events.cursors"],
            };

            foreach (var file in Repository.Files($"src/{project.Name}", "*.sql"))
            {
                foreach (Match write in Writes().Matches(File.ReadAllText(file)))
                {
                    var table = write.Groups[1].Value;
                    own.ShouldContain(name => name == table || table.StartsWith(name + "."), $"{file} writes {table}");
                }
            }
        }
    }

    [Fact]
    public void Every_statement_lies_beside_the_slice_of_its_name_or_is_read_by_one_in_its_folder()
    {
        foreach (var file in Repository.Files("src", "*.sql").Where(file => !file.Contains("/Migrations/")))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var beside = File.Exists(Path.ChangeExtension(file, ".cs"));
            var named = Directory.EnumerateFiles(Path.GetDirectoryName(file)!, "*.cs").Any(code => File.ReadAllText(code).Contains($"{name}.sql"));
            (beside || named).ShouldBeTrue($"{file} has no slice");
        }
    }

    [Fact]
    public void Every_statement_says_what_its_parameters_are()
    {
        foreach (var file in Repository.Files("src", "*.sql").Where(file => !file.Contains("/Migrations/")))
        {
            var text = File.ReadAllText(file);
            var header = string.Join("\n", text.Split('\n').TakeWhile(line => line.StartsWith("--")));
            foreach (Match parameter in Parameter().Matches(text))
            {
                header.ShouldContain(parameter.Value + " ", customMessage: $"{file} does not say what {parameter.Value} is");
            }
        }
    }

    [GeneratedRegex(@"(?:INSERT INTO|UPDATE(?! SET| OF|\n)|DELETE FROM)\s+([a-z_]+\.[a-z_]+)")]
    private static partial Regex Writes();

    [GeneratedRegex(@"\$\d+")]
    private static partial Regex Parameter();
}
