using Doorward.Accounts;
using Doorward.Accounts.Files;
using Doorward.Home;
using Doorward.Platform.Configuration;
using Doorward.Platform.Events;
using Doorward.Platform.Events.Live;
using Doorward.Platform.Events.Redis;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Live;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Doorward.Support;
using Doorward.Visits;
using Doorward.Visits.Applicants.Screening;

namespace Doorward;

/// <summary>The web application: a line a module.</summary>
internal static class Web
{
    /// <summary>The builder, listening where it was told to. It needs no database, so that what is wrong with the address is told with the rest.</summary>
    public static WebApplicationBuilder Prepare(string[] args, SettingsProblems problems)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.UseKestrelHttpsConfiguration();
        return builder.ListenByDefault(problems);
    }

    public static WebApplication Build(string[] args, DoorwardSettings settings, string connectionString, OwnIssuer own, TimeProvider time,
        Action<WebApplicationBuilder>? more = null) => Build(Prepare(args, new SettingsProblems()), settings, connectionString, own, time, more);

    public static WebApplication Build(WebApplicationBuilder builder, DoorwardSettings settings, string connectionString, OwnIssuer own, TimeProvider time,
        Action<WebApplicationBuilder>? more = null)
    {
        builder.Logging.AddJsonLogs();
        builder.Services
            .AddSingleton(time)
            .AddSingleton(settings.Roles)
            .AddTelemetry(settings.Telemetry)
            .AddEdges(settings.Edges)
            .AddApiDocument()
            .AddDatabase(connectionString)
            .AddSingleton<IReadiness, PostgresReadiness>()
            .AddEvents(settings.Retention)
            .AddRedis(settings.Redis)
            .AddIdentity(settings.Issuers, own)
            .AddLive(settings.Live)
            .AddSingleton(settings.Notices)
            .AddAccounts()
            .AddFiles(settings.Files)
            .AddVisits(settings.Holds)
            .AddScreening(settings.Screening)
            .AddSingleton(settings.Model)
            .AddSingleton(settings.Copilot)
            .AddSupport(settings.Embeddings);

        more?.Invoke(builder);
        var app = builder.Build();
        if (settings.Roles.Web)
        {
            Serve(app);
        }
        else
        {
            app.UseEdges(); // health, to be watched by, and nothing else
        }

        return app;
    }

    private static void Serve(WebApplication app)
    {
        app.UseLive();
        app.UseSupport();
        app.UseEdges(edges => edges.UseMiddleware<CallerMiddleware>());
        app.MapIdentity();
        app.MapApiDocument();
        app.MapLive();
        var api = app.MapGroup("/api/v1");
        api.MapAccounts(app);
        api.MapVisits();
        app.MapSupport();
        api.MapEvents();
    }
}
