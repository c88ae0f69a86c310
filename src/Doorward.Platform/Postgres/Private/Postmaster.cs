using System.Globalization;

namespace Doorward.Platform.Postgres.Private;

/// <summary>The running server process of a data folder, whoever started it.</summary>
internal sealed class Postmaster(ClusterFolder folder, int pid)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public int Pid => pid;

    /// <summary>
    /// The server that postmaster.pid speaks of, if that is what the process is. After a crash of the machine the number
    /// may be anybody's; only a postgres that stands in this very folder is ours.
    /// </summary>
    public static Postmaster? Find(ClusterFolder folder) =>
        PidFile(folder) is [var first, ..] && int.TryParse(first, out var pid) && StandsIn(folder, pid)
            ? new Postmaster(folder, pid)
            : null;

    /// <summary>Processes of a server whose postmaster is gone; they notice and leave by themselves.</summary>
    public static bool HasLeftovers(ClusterFolder folder) => Directory
        .EnumerateDirectories("/proc")
        .Any(process => int.TryParse(Path.GetFileName(process), out var pid) && StandsIn(folder, pid));

    public bool IsAlive => StandsIn(folder, pid);

    /// <summary>What line 8 of postmaster.pid says: starting, ready, stopping, standby.</summary>
    public string State => Line(7);

    public string SocketFolder => Line(4);

    public void Tell(int signal)
    {
        if (IsAlive) Libc.Signal(pid, signal);
    }

    public async Task Ends(TimeProvider time, CancellationToken cancellation)
    {
        while (IsAlive) await Task.Delay(Look, time, cancellation);
    }

    /// <summary>Fast, then immediate: the second leaves a recovery for the next start, and loses nothing either.</summary>
    public async Task Stop(TimeSpan limit, TimeProvider time)
    {
        Tell(Libc.FastShutdown);
        if (await Ended(limit, time)) return;
        Tell(Libc.ImmediateShutdown);
        // The postmaster itself kills after 5 s what does not heed this.
        await Ended(TimeSpan.FromSeconds(8), time);
    }

    private async Task<bool> Ended(TimeSpan limit, TimeProvider time)
    {
        var began = time.GetTimestamp();
        while (IsAlive)
        {
            if (time.GetElapsedTime(began) > limit) return false;
            await Task.Delay(Glance, time, CancellationToken.None);
        }
        return true;
    }

    private string Line(int index)
    {
        var lines = PidFile(folder);
        return lines.Length > index && lines[0] == pid.ToString(CultureInfo.InvariantCulture) ? lines[index].Trim() : "";
    }

    private static string[] PidFile(ClusterFolder folder)
    {
        try
        {
            return File.ReadAllLines(folder.PostmasterPid);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static bool StandsIn(ClusterFolder folder, int pid)
    {
        try
        {
            // A zombie has no folder any more, and a stranger's is closed to us: neither is a running server of ours.
            return new FileInfo($"/proc/{pid}/cwd").LinkTarget == folder.Cluster
                && File.ReadAllText($"/proc/{pid}/comm").StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
