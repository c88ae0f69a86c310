using Doorward.Home;
using Doorward.Platform.Configuration;
using Doorward.Platform.Events.Retention;
using Doorward.Platform.Http;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Telemetry;

namespace Doorward.Commands;

/// <summary>The program as its contracts describe it, whatever this machine's settings are: without database, and without a server listening.</summary>
internal static class Offline
{
    public static WebApplication Build()
    {
        var none = SettingsSources.Load(new Dictionary<string, string>(), "/", new SettingsProblems());
        var settings = new DoorwardSettings(
            new HomeSettings("Host=nowhere.invalid", ""), new EdgeSettings(), TelemetrySettings.Read(none), new LogRetention(null),
            new ConfigurationBuilder().Build());
        var app = Web.Build([], settings, "Host=nowhere.invalid", new OwnIssuer(OwnSigningKey.Create(), TimeProvider.System), TimeProvider.System);
        // what a start would do: it makes the routes known
        app.UseEndpoints(_ => { });
        return app;
    }
}
