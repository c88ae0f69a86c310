using Doorward.Platform.Configuration;

namespace Doorward.Home;

/// <summary>Where the data lives: a database that is given, or a private PostgreSQL on a folder.</summary>
internal sealed record HomeSettings(string? ConnectionString, string DataFolder)
{
    public static HomeSettings Read(Settings settings)
    {
        var folder = settings.Text("data") ?? DefaultDataFolder.Choose();
        if (settings.Standard("DATABASE_URL") is not { } url)
        {
            return new HomeSettings(null, folder);
        }

        var (connectionString, problem) = DatabaseUrl.Parse(url);
        if (problem is not null)
        {
            settings.Problems.Add("DATABASE_URL", problem, "Or leave it out: Doorward then runs a PostgreSQL of its own.");
        }

        return new HomeSettings(connectionString, folder);
    }
}
