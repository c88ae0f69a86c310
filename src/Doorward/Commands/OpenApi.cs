using System.CommandLine;
using Doorward.Home;
using Doorward.Platform.Configuration;
using Doorward.Platform.Events.Retention;
using Doorward.Platform.Http;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Telemetry;

namespace Doorward.Commands;

/// <summary><c>doorward openapi</c>: prints the contract of the HTTP API. It needs no settings and no database, and starts nothing.</summary>
internal static class OpenApi
{
    public static void Add(RootCommand doorward)
    {
        var openApi = new Command("openapi", "Print the OpenAPI 3.1 document of the HTTP API.");
        openApi.SetAction(async (_, _) =>
        {
            Console.Write(await Document());
            return 0;
        });
        doorward.Subcommands.Add(openApi);
    }

    /// <summary>The document of the program's routes, whatever this machine's settings are.</summary>
    public static async Task<string> Document()
    {
        var none = SettingsSources.Load(new Dictionary<string, string>(), "/", new SettingsProblems());
        var settings = new DoorwardSettings(
            new HomeSettings("Host=nowhere.invalid", ""), new EdgeSettings(), TelemetrySettings.Read(none), new LogRetention(null),
            new ConfigurationBuilder().Build());
        var own = new OwnIssuer(OwnSigningKey.Create(), TimeProvider.System);
        await using var app = Web.Build([], settings, "Host=nowhere.invalid", own, TimeProvider.System);
        // what a start would do: it makes the routes known without a server listening
        app.UseEndpoints(_ => { });
        return await app.Services.GetRequiredService<ApiDocument>().Json;
    }
}
