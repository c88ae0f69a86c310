using System.Diagnostics;

namespace Doorward.Platform.Postgres.Private;

/// <summary>Starts the server process on a data folder that has none.</summary>
internal sealed class PostmasterLaunch(
    ClusterFolder folder, PostgresBinaries binaries, ServerAccount? account, PrivateClusterOptions options)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    // A session of its own: Ctrl-C in a terminal reaches every process of the terminal's group, and the database must not
    // hear it before Doorward has drained. The log is a file, not a pipe of ours, so that it outlives us.
    private const string Script = """log=$1; shift; exec setsid "$@" </dev/null >>"$log" 2>&1""";

    public async Task<Postmaster> Run(string socketFolder, CancellationToken cancellation)
    {
        await ClearTraces(socketFolder, cancellation);
        var logBegins = ServerLog.Open(folder, account);
        // Not disposed with a `using` that kills: the process is meant to outlive a killed Doorward.
        using var process = Process.Start(Child.StartInfo(
            "/bin/sh", ["-c", Script, "sh", folder.Log, binaries.Postgres, "-D", folder.Cluster], account))!;
        process.StandardInput.Close();

        var postmaster = new Postmaster(folder, process.Id);
        try
        {
            await Ready(
                postmaster,
                () => process.HasExited,
                // The shell speaks on the pipe when it cannot open the log.
                () => ServerLog.Since(folder, logBegins) + (process.HasExited ? process.StandardError.ReadToEnd() : ""),
                cancellation);
            return postmaster;
        }
        catch
        {
            // By its number first: called off early, it may not have stepped into the folder we would know it by.
            if (!process.HasExited) Libc.Signal(process.Id, Libc.FastShutdown);
            await Task.WhenAny(
                process.WaitForExitAsync(CancellationToken.None), Task.Delay(options.StopLimit, options.Time, CancellationToken.None));
            await postmaster.Stop(options.StopLimit, options.Time);
            throw;
        }
    }

    /// <summary>Waits for a server that somebody else started.</summary>
    public Task Ready(Postmaster postmaster, CancellationToken cancellation) =>
        Ready(postmaster, () => !postmaster.IsAlive, () => ServerLog.Since(folder, 0), cancellation);

    private async Task Ready(Postmaster postmaster, Func<bool> gone, Func<string> said, CancellationToken cancellation)
    {
        var began = options.Time.GetTimestamp();
        while (postmaster.State != "ready")
        {
            if (gone()) throw Trouble.Of(folder, "start", said());
            if (options.Time.GetElapsedTime(began) > options.StartLimit)
                throw new ClusterRefusal(
                    $"PostgreSQL did not become ready within {options.StartLimit.TotalSeconds:0} s. {folder.Log} says what it is doing: " +
                    $"{Trouble.LastWords(said())} If it is recovering, start Doorward again: it goes on from there.");
            await Task.Delay(Glance, options.Time, cancellation);
        }
    }

    private async Task ClearTraces(string socketFolder, CancellationToken cancellation)
    {
        // Its postmaster is gone. Its backends, if it was killed, leave within moments, and until then hold its memory.
        var began = options.Time.GetTimestamp();
        while (Postmaster.HasLeftovers(folder))
        {
            if (options.Time.GetElapsedTime(began) > options.StartLimit)
                throw new ClusterRefusal($"Processes of an earlier PostgreSQL still work on {folder.Cluster}. End them: fuser -k '{folder.Cluster}'");
            await Task.Delay(Glance, options.Time, cancellation);
        }
        // PostgreSQL would refuse to start if the number in these now belongs to another process of its user, or to its own
        // zombie. We hold the folder's lock and have looked at every process, so nobody is there.
        File.Delete(folder.PostmasterPid);
        File.Delete(Path.Combine(socketFolder, ".s.PGSQL.5432.lock"));
    }
}
