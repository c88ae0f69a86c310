using System.Runtime.InteropServices;

namespace Doorward.Platform.Postgres.Private;

/// <summary>What .NET has no call for: signals other than kill, owners, real paths.</summary>
internal static class Libc
{
    public const int FastShutdown = 2; // SIGINT, as PostgreSQL reads it
    public const int ImmediateShutdown = 3; // SIGQUIT

    public static bool Signal(int pid, int signal) => kill(pid, signal) == 0;

    public static void ChangeOwner(string path, uint user, uint group)
    {
        // lchown, so that a link planted at the path is not followed by a root process
        if (lchown(path, user, group) != 0)
            throw new IOException($"Cannot give {path} to user {user}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>The path without symbolic links, as /proc shows it; the path itself when it does not exist.</summary>
    public static string RealPath(string path)
    {
        var resolved = realpath(path, nint.Zero);
        if (resolved == nint.Zero) return path;
        try
        {
            return Marshal.PtrToStringUTF8(resolved)!;
        }
        finally
        {
            free(resolved);
        }
    }

    public static uint EffectiveUser() => geteuid();

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int pid, int signal);

    [DllImport("libc", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int lchown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);

    [DllImport("libc", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern nint realpath([MarshalAs(UnmanagedType.LPUTF8Str)] string path, nint into);

    [DllImport("libc")]
    private static extern void free(nint pointer);

    [DllImport("libc")]
    private static extern uint geteuid();
}
