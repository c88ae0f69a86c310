using Doorward.Accounts.Files;
using Doorward.Accounts.Notices;
using Doorward.Home;
using Doorward.Platform.Configuration;
using Doorward.Platform.Events.Redis;
using Doorward.Platform.Events.Retention;
using Doorward.Platform.Http;
using Doorward.Platform.Identity.SigningKeys;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Live;
using Doorward.Platform.Telemetry;
using Doorward.Visits.Applicants.Screening;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Testing;

/// <summary>A whole Doorward in this process: the real program on a real port and a real PostgreSQL.</summary>
public sealed class Desk : IFrontDoor, IAsyncDisposable
{
    private static readonly Lazy<Task<Desk>> SharedDesk = new(() => Open());

    private readonly WebApplication _app;
    private readonly string? _filesFolder;

    private Desk(WebApplication app, HeldClock clock, string connectionString, OwnIssuer issuer, string? filesFolder)
    {
        (_app, Clock, ConnectionString, Issuer, _filesFolder) = (app, clock, connectionString, issuer, filesFolder);
        Address = new Uri(app.Urls.First());
        Http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        Database = NpgsqlDataSource.Create(connectionString);
    }

    /// <summary>The one that most tests share, each with an organization of its own.</summary>
    public static Task<Desk> Shared => SharedDesk.Value;

    public Uri Address { get; }

    public HeldClock Clock { get; }

    public string ConnectionString { get; }

    /// <summary>For a look behind the counter.</summary>
    public NpgsqlDataSource Database { get; }

    public OwnIssuer Issuer { get; }

    public IServiceProvider Services => _app.Services;

    public HttpMessageInvoker Http { get; }

    TimeProvider IFrontDoor.Clock => Clock;

    /// <summary>One of its own, for a test that moves the clock or breaks things.</summary>
    /// <param name="connectionString">A database to share with another desk, as two nodes do; left out, a new one.</param>
    /// <param name="settings">Configuration by name, such as Issuers:0:Issuer.</param>
    /// <param name="services">Registrations on top of the program's.</param>
    public static async Task<Desk> Open(
        string? connectionString = null, IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null,
        EdgeSettings? edges = null, LogRetention? retention = null, FileSettings? files = null, LiveSettings? live = null,
        NoticeSettings? notices = null, ScreeningSettings? screening = null, RedisSettings? redis = null)
    {
        var clock = new HeldClock();
        connectionString ??= await TestCluster.NewDatabase();
        TestCluster.Use(connectionString);
        await using var home = await DatabaseHome.Start(new HomeSettings(connectionString, ""), CancellationToken.None);
        await using var database = NpgsqlDataSource.Create(connectionString);
        var issuer = await SigningKeys.Load(database, clock, CancellationToken.None);
        var all = new DoorwardSettings(
            new HomeSettings(connectionString, ""), edges ?? new EdgeSettings(), TelemetrySettings.Read(SettingsSources.Load(new Dictionary<string, string>(), "/", new SettingsProblems())),
            retention ?? new LogRetention(null), new ConfigurationBuilder().AddInMemoryCollection(settings ?? new Dictionary<string, string?>()).Build())
        {
            Files = files ?? new FileSettings { Folder = Path.Combine(Path.GetTempPath(), $"doorward-files-{Guid.CreateVersion7():N}") },
            Live = live ?? new LiveSettings(),
            Notices = notices ?? new NoticeSettings(),
            Screening = screening ?? new ScreeningSettings(),
            Redis = redis ?? await TestBus.Settings(connectionString),
        };
        var app = Web.Build(["--urls", "http://127.0.0.1:0"], all, home.ConnectionString, issuer, clock, builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Error);
            services?.Invoke(builder.Services);
        });
        await app.StartAsync();
        return new Desk(app, clock, connectionString, issuer, files is null ? all.Files.Folder : null);
    }

    /// <summary>Stops it in order, as SIGTERM does.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(); // disposal alone would pull the database from under whatever still runs
        await _app.DisposeAsync();
        await Database.DisposeAsync();
        Http.Dispose();
        await TestCluster.Leave(ConnectionString);
        if (Directory.Exists(_filesFolder))
        {
            Directory.Delete(_filesFolder, recursive: true);
        }
    }
}
