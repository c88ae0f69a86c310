using Doorward.Accounts;
using Doorward.Home;
using Doorward.Platform.Events;
using Doorward.Platform.Events.Live;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Doorward.Visits;

namespace Doorward;

/// <summary>The web application: a line a module.</summary>
internal static class Web
{
    private const string DefaultAddress = "http://localhost:8080";

    public static WebApplication Build(string[] args, DoorwardSettings settings, string connectionString, OwnIssuer own, TimeProvider time,
        Action<WebApplicationBuilder>? more = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.UseKestrelHttpsConfiguration();
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null && builder.Configuration["https_ports"] is null)
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        builder.Logging.AddJsonLogs();
        builder.Services
            .AddSingleton(time)
            .AddTelemetry(settings.Telemetry)
            .AddEdges(settings.Edges)
            .AddApiDocument()
            .AddDatabase(connectionString)
            .AddSingleton<IReadiness, PostgresReadiness>()
            .AddEvents(settings.Retention)
            .AddIdentity(settings.Issuers, own)
            .AddAccounts()
            .AddVisits();

        more?.Invoke(builder);
        var app = builder.Build();
        app.UseEdges(edges => edges.UseMiddleware<CallerMiddleware>());
        app.MapIdentity();
        app.MapApiDocument();
        var api = app.MapGroup("/api/v1");
        api.MapAccounts(app);
        api.MapVisits();
        api.MapEvents();
        return app;
    }
}
