namespace Doorward.Platform.Postgres.Private;

/// <summary>Files and folders that are closed to other users from their first moment.</summary>
internal static class OwnerOnly
{
#pragma warning disable CA1416 // ClusterStart refuses anything but Linux
    public const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersPass = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void MakeFolder(string path) => Directory.CreateDirectory(path, Folder);

    /// <summary>Others may walk through to what they are allowed to reach, and see nothing on the way.</summary>
    public static void MakePassage(string path) => Directory.CreateDirectory(path, Folder | OthersPass);

    public static FileStream Open(string path, FileMode mode, FileShare share = FileShare.Read) => new(path, new FileStreamOptions
    {
        Mode = mode,
        Access = FileAccess.ReadWrite,
        Share = share,
        UnixCreateMode = File,
    });
#pragma warning restore CA1416
}
