namespace Doorward.Platform.Postgres.Private;

/// <summary>The way from a data folder to a cluster that answers.</summary>
internal static class ClusterStart
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task<PrivateCluster> Own(PrivateClusterOptions options, CancellationToken cancellation) =>
        Refusing(options, async folder =>
        {
            var began = options.Time.GetTimestamp();
            while (true)
            {
                if (FolderLock.TryTake(folder, LockHolder.Role.Server) is { } ours) return await Up(folder, ours, options, cancellation);
                // A command such as `doorward token` is gone in a moment, and not worth failing a start for.
                var holder = LockHolder.Read(folder);
                if (holder?.As != LockHolder.Role.Command || options.Time.GetElapsedTime(began) > Patience) throw Taken(folder, holder);
                await Task.Delay(Glance, options.Time, cancellation);
            }
        });

    public static Task<PrivateCluster> Join(PrivateClusterOptions options, CancellationToken cancellation) =>
        Refusing(options, async folder =>
        {
            var began = options.Time.GetTimestamp();
            while (true)
            {
                if (FolderLock.TryTake(folder, LockHolder.Role.Command) is { } ours) return await Up(folder, ours, options, cancellation);
                var holder = LockHolder.Read(folder);
                if (holder?.As == LockHolder.Role.Server && Postmaster.Find(folder) is { State: "ready" } running)
                    return await Answering(folder, running, null, options, cancellation);
                if (options.Time.GetElapsedTime(began) > Patience) throw Taken(folder, holder);
                await Task.Delay(Glance, options.Time, cancellation);
            }
        });

    private static async Task<PrivateCluster> Up(
        ClusterFolder folder, FolderLock ownership, PrivateClusterOptions options, CancellationToken cancellation)
    {
        try
        {
            NewCluster.RemoveUnfinished(folder);
            var binaries = await PostgresBinaries.Find(options, folder, cancellation);
            var account = await ServerAccount.For(folder, cancellation);
            if (account is not null)
            {
                await account.MustReach(folder.Data, cancellation);
                await account.MustReach(binaries.Folder, cancellation);
            }
            if (!folder.HasCluster) await NewCluster.Make(folder, binaries, account, options, cancellation);
            folder.ReadPassword(); // refuses before anything is started in vain

            var postmaster = await Running(folder, binaries, account, options, cancellation);
            return await Answering(folder, postmaster, ownership, options, cancellation);
        }
        catch
        {
            ownership.Dispose();
            throw;
        }
    }

    private static async Task<Postmaster> Running(
        ClusterFolder folder, PostgresBinaries binaries, ServerAccount? account, PrivateClusterOptions options, CancellationToken cancellation)
    {
        var launch = new PostmasterLaunch(folder, binaries, account, options);
        var socketFolder = await SocketFolder.Make(folder, account, cancellation);
        var settings = PostgresSettings.Text(socketFolder, options);
        if (Postmaster.Find(folder) is { } orphan)
        {
            // Left by a Doorward that was killed. Welcome if it runs as we would run it, and is not on its way out.
            if (orphan.State is "ready" or "starting" && await File.ReadAllTextAsync(folder.Settings, cancellation) == settings + "\n")
            {
                await launch.Ready(orphan, cancellation);
                return orphan;
            }
            await orphan.Stop(options.StopLimit, options.Time);
        }
        ClusterFolder.Write(folder.Settings, settings);
        account?.Own(folder.Settings);
        return await launch.Run(socketFolder, cancellation);
    }

    private static async Task<PrivateCluster> Answering(
        ClusterFolder folder, Postmaster postmaster, FolderLock? ownership, PrivateClusterOptions options, CancellationToken cancellation)
    {
        var password = folder.ReadPassword();
        try
        {
            await ClusterDatabase.Ensure(folder, postmaster.SocketFolder, password, cancellation);
        }
        catch when (ownership is not null)
        {
            await postmaster.Stop(options.StopLimit, options.Time);
            throw;
        }
        return new PrivateCluster(
            folder, postmaster, ownership, options, ClusterDatabase.ConnectionString(postmaster.SocketFolder, password));
    }

    private static ClusterRefusal Taken(ClusterFolder folder, LockHolder? holder) => new(
        $"Another Doorward{(holder is null ? "" : $" (process {holder.Pid})")} is using {folder.Data}. " +
        "Stop it first, or give this one a data folder of its own with DOORWARD_DATA.");

    private static async Task<PrivateCluster> Refusing(PrivateClusterOptions options, Func<ClusterFolder, Task<PrivateCluster>> start)
    {
        if (!OperatingSystem.IsLinux())
            throw new ClusterRefusal("Doorward brings its own PostgreSQL only on Linux. Set DATABASE_URL to a PostgreSQL of your own.");

        ClusterFolder folder;
        try
        {
            folder = ClusterFolder.Open(options.DataFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Trouble.Of(options.DataFolder, e);
        }

        try
        {
            return await start(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Trouble.Of(folder, e);
        }
    }
}
