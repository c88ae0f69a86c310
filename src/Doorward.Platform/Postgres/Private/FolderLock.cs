namespace Doorward.Platform.Postgres.Private;

/// <summary>
/// At most one Doorward works on a data folder. The lock is the kernel's (flock), so it ends with the process however
/// that ends; the file beside it only tells others who holds it.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const int WouldBlock = 11; // EWOULDBLOCK, which .NET passes through as the HResult

    private readonly FileStream _held;

    private FolderLock(FileStream held) => _held = held;

    /// <summary>Null when another process holds it.</summary>
    public static FolderLock? TryTake(ClusterFolder folder, LockHolder.Role role)
    {
        FileStream held;
        try
        {
            // FileShare.None is .NET's word for flock(LOCK_EX | LOCK_NB)
            held = OwnerOnly.Open(folder.Lock, FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException taken) when (taken.HResult == WouldBlock)
        {
            return null;
        }

        try
        {
            LockHolder.Write(folder, role);
            return new FolderLock(held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose() => _held.Dispose();
}
