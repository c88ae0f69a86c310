using System.Globalization;
using System.Xml.Linq;
using Doorward.Platform.Configuration;
using Doorward.Tests.Contracts;
using YamlDotNet.RepresentationModel;

namespace Doorward.Tests.Docs;

/// <summary>
/// compose.yaml and the image belong together, and both to the program. No container engine runs where this is tested: that the image starts is not seen
/// here, but everything that it is told is held to what the program knows.
/// </summary>
public sealed class ComposeTests
{
    private static readonly YamlMappingNode Compose = Load();

    private static readonly YamlMappingNode Doorward = Map(Map(Compose, "services"), "doorward");

    [Fact]
    public void Every_variable_that_it_sets_is_one_that_the_program_knows_and_accepts()
    {
        var environment = Map(Doorward, "environment").ToDictionary(pair => Text(pair.Key), pair => Filled(Text(pair.Value)));
        var problems = new SettingsProblems();
        var settings = SettingsSources.Load(environment, Path.GetTempPath(), problems);
        var read = DoorwardSettings.Read(settings);

        problems.All.ShouldBeEmpty();
        problems.Warnings.ShouldBeEmpty();
        environment.Keys.Where(variable => !settings.Knows(variable)).ShouldBeEmpty("nobody reads these");
        read.Home.ConnectionString.ShouldNotBeNull().ShouldContain("Host=postgres");
    }

    [Fact]
    public void It_runs_the_image_that_the_project_makes_on_the_port_that_it_opens()
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "src", "Doorward", "Doorward.csproj"));
        string Value(string property) => project.Descendants(property).Single().Value;
        var port = project.Descendants("ContainerPort").Single().Attribute("Include")!.Value;
        var variables = project.Descendants("ContainerEnvironmentVariable").ToDictionary(item => item.Attribute("Include")!.Value, item => item.Attribute("Value")!.Value);

        Text(Doorward["image"]).ShouldBe($"{Value("ContainerRepository")}:{Value("ContainerImageTag")}");
        Items(Doorward, "ports").ShouldHaveSingleItem().ShouldEndWith($":{port}");
        variables["ASPNETCORE_HTTP_PORTS"].ShouldBe(port);
        var volume = Items(Doorward, "volumes").ShouldHaveSingleItem().Split(':')[1];
        variables["DOORWARD_DATA"].ShouldStartWith(volume);
        Text(Map(Doorward, "environment")["DOORWARD_FILES__FOLDER"]).ShouldStartWith(volume);
    }

    [Fact]
    public void Its_parts_wait_for_each_other_by_health_checks_that_are_there_and_keep_their_data_in_volumes_that_are_declared()
    {
        var services = Map(Compose, "services");
        foreach (var (name, condition) in Map(Doorward, "depends_on").Select(pair => (Text(pair.Key), Text(((YamlMappingNode)pair.Value)["condition"]))))
        {
            condition.ShouldBe("service_healthy");
            Map(services, name).Children.ContainsKey("healthcheck").ShouldBeTrue(name);
        }

        var declared = Map(Compose, "volumes").Select(pair => Text(pair.Key)).ToList();
        services.Select(pair => (YamlMappingNode)pair.Value).Where(service => service.Children.ContainsKey("volumes"))
            .SelectMany(service => Items(service, "volumes")).Select(volume => volume.Split(':')[0]).Order().ShouldBe(declared.Order());
        Items(Map(services, "jaeger"), "profiles").ShouldBe(["tracing"]);
        Items(Map(services, "redis"), "profiles").ShouldBe(["redis"]);
    }

    [Fact]
    public void Its_health_check_is_a_command_of_the_program_and_it_is_not_killed_while_it_drains()
    {
        var check = Items(Map(Doorward, "healthcheck"), "test");
        check[..3].ShouldBe(["CMD", "dotnet", "/app/Doorward.dll"]);
        check[3..].ShouldBe(["healthy"]);
        int.Parse(Text(Doorward["stop_grace_period"]).TrimEnd('s'), CultureInfo.InvariantCulture)
            .ShouldBeGreaterThan((int)Platform.Http.EdgeSettings.ShutdownTimeout.TotalSeconds);
    }

    private static YamlMappingNode Load()
    {
        using var text = File.OpenText(Path.Combine(Repository.Root, "compose.yaml"));
        var yaml = new YamlStream();
        yaml.Load(text);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    /// <summary>As compose fills variables in: the default where there is one, else something.</summary>
    private static string Filled(string text) => System.Text.RegularExpressions.Regex.Replace(
        text, @"\$\{\w+(?<how>:[-?])?(?<rest>[^}]*)\}", match => match.Groups["how"].Value == ":-" ? match.Groups["rest"].Value : "secret");

    private static YamlMappingNode Map(YamlMappingNode node, string key) => (YamlMappingNode)node[key];

    private static List<string> Items(YamlMappingNode node, string key) => [.. ((YamlSequenceNode)node[key]).Select(Text)];

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;
}
