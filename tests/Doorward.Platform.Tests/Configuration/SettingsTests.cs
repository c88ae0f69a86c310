using Doorward.Platform.Configuration;
using Doorward.Platform.Http;
using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Builder;

namespace Doorward.Platform.Tests.Configuration;

public sealed class SettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("doorward settings ").FullName;
    private readonly SettingsProblems _problems = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_environment_is_over_the_file_and_values_are_trimmed()
    {
        File("""{ "http": { "body_bytes": 2048, "request_timeout_seconds": 5, "cors_origins": ["https://a.example", "https://b.example"] } }""");

        var edges = EdgeSettings.Read(Load(("DOORWARD_HTTP__BODY_BYTES", " 4096 ")));

        (edges.BodyBytes, edges.RequestTimeoutSeconds).ShouldBe((4096, 5));
        edges.CorsOrigins.ShouldBe(["https://a.example", "https://b.example"]);
        Told().ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_set_is_the_defaults()
    {
        var settings = Load(("DOORWARD_HTTP__BODY_BYTES", "  "));

        var edges = EdgeSettings.Read(settings);
        edges.CorsOrigins.ShouldBe(["http://localhost:3000"]);
        edges.TrustedProxies.ShouldBeEmpty();
        edges.OutboundAllowed.Networks.ShouldBeEmpty();
        edges.OutboundAllowed.Hosts.ShouldBeEmpty();
        edges.ShouldBe(new EdgeSettings { CorsOrigins = edges.CorsOrigins, TrustedProxies = edges.TrustedProxies, OutboundAllowed = edges.OutboundAllowed });
        TelemetrySettings.Read(settings).ShouldBe(TelemetrySettings.Off);
        settings.WarnOfUnknownNames();
        Told().ShouldBeEmpty();
    }

    [Fact]
    public void Every_problem_is_told_at_once_with_its_remedy()
    {
        var settings = Load(
            ("DOORWARD_HTTP__BODY_BYTES", "big"), ("DOORWARD_HTTP__REQUEST_TIMEOUT_SECONDS", "0"),
            ("DOORWARD_HTTP__CORS_ORIGINS", "*,https://ok.example,https://a.example/path"),
            ("DOORWARD_HTTP__TRUSTED_PROXIES", "10.0.0.1, nginx"), ("DOORWARD_HTTP__LIMITS__LOOPBACK", "maybe"),
            ("OTEL_TRACES_EXPORTER", "jaeger"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector"));

        EdgeSettings.Read(settings);
        TelemetrySettings.Read(settings);

        _problems.All.Select(problem => problem.Setting).ShouldBe(
            ["DOORWARD_HTTP__CORS_ORIGINS", "DOORWARD_HTTP__CORS_ORIGINS", "DOORWARD_HTTP__TRUSTED_PROXIES", "DOORWARD_HTTP__BODY_BYTES",
             "DOORWARD_HTTP__REQUEST_TIMEOUT_SECONDS", "DOORWARD_HTTP__LIMITS__LOOPBACK", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_EXPORTER"]);
        _problems.All.ShouldAllBe(problem => problem.Remedy.Length > 10);
        Told().ShouldContain("8 settings need attention");
    }

    [Fact]
    public void A_misspelt_name_is_a_warning_with_the_nearest_known_one()
    {
        var settings = Load(("DOORWARD_HTTP__BODY_BYTE", "4096"), ("DOORWARD_XYZZY", "1"), ("DOORWARD_CONFIG", ""));
        EdgeSettings.Read(settings);

        settings.WarnOfUnknownNames();

        _problems.Any.ShouldBeFalse();
        _problems.Warnings.ShouldBe(
            ["DOORWARD_HTTP__BODY_BYTE is no setting of Doorward and has no effect. Did you mean DOORWARD_HTTP__BODY_BYTES?",
             "DOORWARD_XYZZY is no setting of Doorward and has no effect."], ignoreOrder: true);
    }

    [Fact]
    public void A_file_that_is_no_json_is_a_problem_with_its_line()
    {
        File("{\n  \"http\": {\n    nonsense\n}");

        Load();

        _problems.All.ShouldHaveSingleItem().Wrong.ShouldContain("line 3");
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("")]
    public void A_file_of_another_shape_is_a_problem(string content)
    {
        File(content);

        Load();

        _problems.All.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_named_file_must_exist_and_an_unnamed_need_not()
    {
        Load();
        _problems.Any.ShouldBeFalse();

        Load(("DOORWARD_CONFIG", "elsewhere.json"));
        _problems.All.ShouldHaveSingleItem().Setting.ShouldBe("DOORWARD_CONFIG");
    }

    [Theory]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://*:80;https://[::1]:443", true)]
    [InlineData("http://unix:/tmp/doorward.sock", true)]
    [InlineData("localhost:8080", false)]
    [InlineData("ftp://localhost", false)]
    [InlineData("http://localhost:99999", false)]
    public void An_address_that_cannot_be_listened_on_is_a_problem(string urls, bool usable)
    {
        var builder = WebApplication.CreateBuilder(["--urls", urls]);

        builder.ListenByDefault(_problems);

        _problems.Any.ShouldBe(!usable);
    }

    [Fact]
    public void The_default_address_gives_way_to_any_other()
    {
        WebApplication.CreateBuilder().ListenByDefault(_problems).Configuration["urls"].ShouldBe("http://localhost:8080");
        WebApplication.CreateBuilder(["--http_ports", "9000"]).ListenByDefault(_problems).Configuration["urls"].ShouldBeNull();
    }

    private Settings Load(params (string Name, string Value)[] environment) => SettingsSources.Load(
        environment.ToDictionary(pair => pair.Name, pair => pair.Value), _folder, _problems);

    private void File(string content) => System.IO.File.WriteAllText(Path.Combine(_folder, "doorward.json"), content);

    private string Told()
    {
        var output = new StringWriter();
        _problems.WriteTo(output);
        return output.ToString();
    }
}
