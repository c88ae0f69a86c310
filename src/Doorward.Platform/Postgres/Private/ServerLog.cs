using System.Text;

namespace Doorward.Platform.Postgres.Private;

/// <summary>PostgreSQL's stderr, in a file of the data folder.</summary>
internal static class ServerLog
{
    private const long TooLong = 16L * 1024 * 1024;

    /// <summary>Makes the file for the server's user, puts a long one aside, and returns where the new words will begin.</summary>
    public static long Open(ClusterFolder folder, ServerAccount? account)
    {
        if (File.Exists(folder.Log) && new FileInfo(folder.Log).Length > TooLong)
            File.Move(folder.Log, folder.Log + ".1", overwrite: true);
        if (File.Exists(folder.Log)) return new FileInfo(folder.Log).Length;

        OwnerOnly.Open(folder.Log, FileMode.CreateNew).Dispose();
        account?.Own(folder.Log);
        return 0;
    }

    /// <summary>What was written since, or the last 8 KB of it.</summary>
    public static string Since(ClusterFolder folder, long position)
    {
        using var file = new FileStream(folder.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = Math.Clamp(position, Math.Max(0, file.Length - 8192), file.Length);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
