namespace Doorward.Platform.Postgres.Private;

/// <summary>Who holds the lock of a data folder.</summary>
internal sealed record LockHolder(int Pid, LockHolder.Role As)
{
    internal enum Role
    {
        /// <summary>Stays, and lets commands join its cluster.</summary>
        Server,

        /// <summary>Gone in a moment, and takes its cluster with it: to be waited for, not joined.</summary>
        Command,
    }

    public static void Write(ClusterFolder folder, Role role) =>
        ClusterFolder.Write(folder.Holder, $"{Environment.ProcessId} {role}");

    /// <summary>Null between a holder's taking the lock and its signing.</summary>
    public static LockHolder? Read(ClusterFolder folder)
    {
        if (!File.Exists(folder.Holder)) return null;
        var words = File.ReadAllText(folder.Holder).Trim().Split(' ');
        return words.Length == 2 && int.TryParse(words[0], out var pid) && Enum.TryParse<Role>(words[1], out var role)
            ? new LockHolder(pid, role)
            : null;
    }
}
