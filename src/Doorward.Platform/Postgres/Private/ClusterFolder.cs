using System.Security.Cryptography;
using System.Text;

namespace Doorward.Platform.Postgres.Private;

/// <summary>The data folder and the name of everything in it.</summary>
internal sealed class ClusterFolder
{
    private ClusterFolder(string path) => Data = path;

    public string Data { get; }
    public string Cluster => Path.Combine(Data, "postgres");
    public string Lock => Path.Combine(Data, "doorward.lock");
    public string Holder => Path.Combine(Data, "doorward.pid");
    public string Log => Path.Combine(Data, "postgres.log");
    public string Password => Path.Combine(Data, "postgres.password");
    public string Settings => Path.Combine(Cluster, "postgresql.conf");
    public string PostmasterPid => Path.Combine(Cluster, "postmaster.pid");

    public bool HasCluster => Directory.Exists(Cluster);

    public static ClusterFolder Open(string path)
    {
        var full = Path.GetFullPath(path);
        if (File.Exists(full))
            throw new ClusterRefusal($"The data folder {full} is a file. Move it away, or set DOORWARD_DATA to a folder.");
        // As root PostgreSQL is another user, who must pass through; what needs hiding in here is hidden by its own mode.
        if (!Directory.Exists(full) && Environment.IsPrivilegedProcess) OwnerOnly.MakePassage(full);
        if (!Directory.Exists(full)) OwnerOnly.MakeFolder(full);
        return new ClusterFolder(Libc.RealPath(full));
    }

    /// <summary>The major version the cluster was made by; null when there is none yet.</summary>
    public int? Major()
    {
        if (!HasCluster) return null;
        var file = Path.Combine(Cluster, "PG_VERSION");
        if (File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), out var major)) return major;

        // Closed to us and absent look alike to File.Exists; this throws when it is closed.
        _ = Directory.GetFileSystemEntries(Cluster);
        throw new ClusterRefusal(
            $"{Cluster} is not a PostgreSQL folder: it has no readable PG_VERSION. Restore it from a backup, or move it away to begin anew.");
    }

    /// <summary>A password that is already there stays: it may be that of a cluster which was put aside and will come back.</summary>
    public string FirstPassword()
    {
        if (File.Exists(Password) && new FileInfo(Password).Length > 1) return ReadPassword();
        var password = RandomNumberGenerator.GetHexString(48, lowercase: true);
        Write(Password, password);
        return password;
    }

    public string ReadPassword() => File.Exists(Password)
        ? File.ReadAllText(Password).Trim()
        : throw new ClusterRefusal(
            $"{Password} is missing, so the database in {Cluster} cannot be opened. Put it back from a backup; or, with Doorward and its " +
            $"PostgreSQL stopped, set a new one: write it to that file (chmod 600) and run, as the owner of the folder, " +
            $"echo \"ALTER ROLE doorward PASSWORD 'the-new-one'\" | postgres --single -D '{Cluster}' postgres");

    /// <summary>Whole or not at all, durable, and never readable by others, not even for a moment.</summary>
    public static void Write(string path, string text)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished);
        using (var file = OwnerOnly.Open(unfinished, FileMode.CreateNew))
        {
            file.Write(Encoding.UTF8.GetBytes(text + "\n"));
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: true);
    }
}
