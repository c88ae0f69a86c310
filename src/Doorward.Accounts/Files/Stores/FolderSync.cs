using System.Runtime.InteropServices;

namespace Doorward.Accounts.Files.Stores;

/// <summary>
/// Puts a folder's entries onto the disk: a renamed file is otherwise safe, but its name may not be. .NET opens no folders, so this asks libc.
/// </summary>
internal static class FolderSync
{
    private const int Directory = 0x10000; // O_DIRECTORY; O_RDONLY is 0

    public static void Flush(string folder)
    {
        var handle = open(folder, Directory);
        if (handle < 0)
        {
            throw new IOException($"Cannot open {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        var failed = fsync(handle) != 0;
        _ = close(handle);
        if (failed)
        {
            throw new IOException($"Cannot flush {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [DllImport("libc", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int handle);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int handle);
}
