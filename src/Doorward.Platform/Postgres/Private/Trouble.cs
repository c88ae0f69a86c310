namespace Doorward.Platform.Postgres.Private;

/// <summary>Turns what PostgreSQL or the kernel said into a refusal that says what to do.</summary>
internal static class Trouble
{
    private const long AlmostNothing = 24L * 1024 * 1024;

    public static ClusterRefusal Of(ClusterFolder folder, string attempt, string said)
    {
        var words = LastWords(said);
        // A full disk often has no room for the complaint either, so the disk itself is asked too.
        if (Says("No space left on device") || IsFull(folder))
            return new ClusterRefusal($"The disk of {folder.Data} is full, so PostgreSQL could not {attempt}. Free some space and start again; nothing was lost.");
        if (Says("Disk quota exceeded"))
            return new ClusterRefusal($"The disk quota of {folder.Data} is used up, so PostgreSQL could not {attempt}. Free some space and start again; nothing was lost.");
        if (Says("Read-only file system"))
            return ReadOnly(folder, null);
        if (Says("could not create shared memory segment") || Says("could not map anonymous shared memory"))
            return new ClusterRefusal($"PostgreSQL could not get its memory ({words}). Close other programs, or give the machine or container at least 512 MB.");
        if (Says("has wrong ownership") || Says("invalid permissions"))
            return new ClusterRefusal($"PostgreSQL will not open {folder.Cluster}: {words}. Give the folder to one user, mode 700: chmod 700 '{folder.Cluster}'");
        return new ClusterRefusal($"PostgreSQL could not {attempt}: {words} The rest is in {folder.Log}.");

        bool Says(string text) => said.Contains(text, StringComparison.Ordinal);
    }

    public static ClusterRefusal Of(ClusterFolder folder, Exception cause) => cause switch
    {
        { Message: var said } when said.Contains("Read-only file system", StringComparison.Ordinal) => ReadOnly(folder, cause),
        UnauthorizedAccessException => new ClusterRefusal(
            $"{Environment.UserName} may not read and write all of {folder.Data} ({cause.Message}) " +
            $"Run Doorward as the owner of the folder, or give it away: chown -R {Environment.UserName} '{folder.Data}', or choose another one with DOORWARD_DATA.",
            cause),
        { Message: var said } when said.Contains("No space left", StringComparison.Ordinal) || IsFull(folder) =>
            new ClusterRefusal($"The disk of {folder.Data} is full. Free some space and start again; nothing was lost.", cause),
        _ => new ClusterRefusal($"The data folder {folder.Data} cannot be used: {cause.Message}", cause),
    };

    /// <summary>For a data folder that could not even be opened or made.</summary>
    public static ClusterRefusal Of(string dataFolder, Exception cause) => new(
        $"The data folder {Path.GetFullPath(dataFolder)} cannot be made or opened: {cause.Message}. " +
        $"Make it and give it to {Environment.UserName}, or choose another one with DOORWARD_DATA.",
        cause);

    /// <summary>The last FATAL or PANIC line, or simply the last one.</summary>
    public static string LastWords(string said)
    {
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var telling = lines.LastOrDefault(line => line.Contains("FATAL:") || line.Contains("PANIC:") || line.Contains("error:"))
            ?? lines.LastOrDefault()
            ?? "it said nothing";
        return telling.EndsWith('.') ? telling : telling + ".";
    }

    private static ClusterRefusal ReadOnly(ClusterFolder folder, Exception? cause) => new(
        $"{folder.Data} is on a read-only file system. Mount it for writing, or choose another data folder with DOORWARD_DATA.", cause);

    private static bool IsFull(ClusterFolder folder) => new DriveInfo(folder.Data).AvailableFreeSpace < AlmostNothing;
}
