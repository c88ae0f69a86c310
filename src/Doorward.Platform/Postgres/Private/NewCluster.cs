namespace Doorward.Platform.Postgres.Private;

/// <summary>Makes the cluster of a new data folder.</summary>
internal static class NewCluster
{
    private const long NeededBytes = 100L * 1024 * 1024;
    private const string Unfinished = "postgres.new-";

    /// <summary>
    /// Made under another name and renamed when it is whole and on the disk, so that a crash in the middle leaves only
    /// a folder that the next start throws away.
    /// </summary>
    public static async Task Make(
        ClusterFolder folder, PostgresBinaries binaries, ServerAccount? account, PrivateClusterOptions options, CancellationToken cancellation)
    {
        RefuseWithoutRoom(folder);
        // A name of its own: an initdb that outlived its killed Doorward may still be writing to the last one.
        var unfinished = Path.Combine(folder.Data, Unfinished + Guid.CreateVersion7().ToString("N"));
        var cluster = Path.Combine(unfinished, "postgres");
        var password = Path.Combine(unfinished, "password");
        foreach (var made in (string[])[unfinished, cluster])
        {
            OwnerOnly.MakeFolder(made);
            account?.Own(made);
        }
        // initdb reads the password as the other user, who cannot read ours.
        ClusterFolder.Write(password, folder.FirstPassword());
        account?.Own(password);

        // Order by bytes, which no upgrade of the C library changes under an index; letters by Unicode, so that
        // lower() and trigrams know "É". data checksums: a bad disk is noticed, not believed.
        var run = await Child.Run(
            binaries.InitDb,
            ["-D", cluster, "-U", "doorward", "--pwfile", password, "--auth", "scram-sha-256", "--encoding", "UTF8",
             "--locale", "C", "--lc-ctype", "C.UTF-8", "--data-checksums", "--no-instructions",
             .. options.Settings.TryGetValue("fsync", out var fsync) && fsync == "off" ? ["--no-sync"] : Array.Empty<string>()],
            account,
            cancellation);
        if (!run.Succeeded) throw Trouble.Of(folder, "make its files", run.Error);

        Directory.Move(cluster, folder.Cluster);
        await Child.Run("/usr/bin/sync", [folder.Data, folder.Password], null, cancellation);
        RemoveUnfinished(folder);
    }

    public static void RemoveUnfinished(ClusterFolder folder)
    {
        foreach (var left in Directory.GetDirectories(folder.Data, Unfinished + "*"))
        {
            try
            {
                Directory.Delete(left, recursive: true);
            }
            catch (IOException)
            {
                // Its initdb is still writing; it is in nobody's way, and the next start tries again.
            }
        }
    }

    private static void RefuseWithoutRoom(ClusterFolder folder)
    {
        var free = new DriveInfo(folder.Data).AvailableFreeSpace;
        if (free < NeededBytes)
            throw new ClusterRefusal(
                $"The disk of {folder.Data} has {free / (1024 * 1024)} MB free, and a new database needs {NeededBytes / (1024 * 1024)} MB. " +
                "Free some, or choose another data folder with DOORWARD_DATA.");
    }
}
