using Doorward.Accounts.Files;
using Doorward.Accounts.Notices;
using Doorward.Home;
using Doorward.Platform;
using Doorward.Platform.Configuration;
using Doorward.Platform.Events.Redis;
using Doorward.Platform.Events.Retention;
using Doorward.Platform.Http;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Live;
using Doorward.Platform.Telemetry;
using Doorward.Support.Copilot;
using Doorward.Support.Copilot.Models;
using Doorward.Support.Knowledge.Embeddings;
using Doorward.Visits.Applicants.Screening;
using Doorward.Visits.Holds;

namespace Doorward;

/// <summary>All of the configuration, read and checked in one go.</summary>
internal sealed record DoorwardSettings(
    HomeSettings Home, EdgeSettings Edges, TelemetrySettings Telemetry, LogRetention Retention, IConfiguration Issuers)
{
    public FileSettings Files { get; init; } = new();

    /// <summary>The live connection's.</summary>
    public LiveSettings Live { get; init; } = new();

    /// <summary>What makes the knowledge's embeddings, if anything does.</summary>
    public EmbeddingSettings Embeddings { get; init; } = EmbeddingSettings.None;

    /// <summary>Which of the work this process does.</summary>
    public Roles Roles { get; init; } = Roles.All;

    public HoldRules Holds { get; init; } = new();

    /// <summary>Whom a screening system accepts, through a queue.</summary>
    public ScreeningSettings Screening { get; init; } = new();

    /// <summary>Where the log is published; null: nowhere.</summary>
    public RedisSettings? Redis { get; init; }

    /// <summary>How notices leave.</summary>
    public NoticeSettings Notices { get; init; } = new();

    /// <summary>The copilot's model; none unless it is set.</summary>
    public ModelSettings Model { get; init; } = ModelSettings.None;

    /// <summary>Whose copilot drafts.</summary>
    public CopilotSettings Copilot { get; init; } = CopilotSettings.Own;

    /// <summary>Reads environment and doorward.json. What is wrong is in <paramref name="problems"/>.</summary>
    public static DoorwardSettings Read(SettingsProblems problems) => Read(SettingsSources.Load(problems));

    /// <summary>Reads what was loaded. What is wrong is in its problems.</summary>
    public static DoorwardSettings Read(Settings settings)
    {
        var home = HomeSettings.Read(settings);
        var read = new DoorwardSettings(
            home, EdgeSettings.Read(settings), TelemetrySettings.Read(settings), ReadRetention(settings), settings.WithSection("Issuers"))
        {
            Roles = settings.List("roles") is { Count: > 0 } roles ? Roles.Read(Settings.VariableOf("roles"), roles, settings.Problems) : Roles.All,
            Files = FileSettings.Read(settings, home.DataFolder),
            Live = LiveSettings.Read(settings),
            Embeddings = EmbeddingSettings.Read(settings),
            Holds = new HoldRules(
                settings.WholeNumber("holds:per_applicant", 3, 1, 20), settings.WholeNumber("holds:longest_minutes", 60, 1, 1440)),
            Screening = ScreeningSettings.Read(settings),
            Redis = RedisSettings.Read(settings),
            Notices = NoticeSettings.Read(settings),
            Model = ModelSettings.Read(settings),
            Copilot = CopilotSettings.Read(settings),
        };
        foreach (var problem in TokenSettings.From(read.Issuers).Validate())
        {
            settings.Problems.Add("Issuers", problem, "See docs/operations.md, Issuers.");
        }

        settings.WarnOfUnknownNames();
        return read;
    }

    private static LogRetention ReadRetention(Settings settings)
    {
        var days = settings.WholeNumber("log_retention_days", 0, 0, 36_500);
        return new LogRetention(days == 0 ? null : TimeSpan.FromDays(days));
    }
}
