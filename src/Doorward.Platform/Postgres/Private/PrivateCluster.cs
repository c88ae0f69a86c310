namespace Doorward.Platform.Postgres.Private;

/// <summary>
/// A PostgreSQL of Doorward's own, on a data folder of its own, reachable from this machine only.
/// See docs/decisions/0002-our-own-postgresql.md.
/// </summary>
public sealed class PrivateCluster : IAsyncDisposable
{
    private readonly Postmaster _postmaster;
    private readonly FolderLock? _ownership;
    private readonly PrivateClusterOptions _options;
    private readonly CancellationTokenSource _asked = new();

    internal PrivateCluster(
        ClusterFolder folder, Postmaster postmaster, FolderLock? ownership, PrivateClusterOptions options, string connectionString)
    {
        _postmaster = postmaster;
        _ownership = ownership;
        _options = options;
        ConnectionString = connectionString;
        Exited = Watch(folder, postmaster, options.Time, _asked.Token);
    }

    /// <summary>Npgsql's keywords for the database "doorward", over the Unix socket. Holds the password: not for logs.</summary>
    public string ConnectionString { get; }

    /// <summary>
    /// Ends, with a sentence that says why, when PostgreSQL stops without having been asked to; never ends otherwise.
    /// </summary>
    public Task<string> Exited { get; }

    /// <summary>The process id of the server, for messages.</summary>
    public int ProcessId => _postmaster.Pid;

    /// <summary>
    /// For the server: owns the folder from now until disposal, and starts PostgreSQL on it or adopts the one that a
    /// killed Doorward left running. Disposal stops it.
    /// </summary>
    /// <exception cref="ClusterRefusal">A foreseen failure, with its remedy: another Doorward on the folder, a full disk, …</exception>
    public static Task<PrivateCluster> Start(PrivateClusterOptions options, CancellationToken cancellation) =>
        ClusterStart.Own(options, cancellation);

    /// <summary>
    /// For a command beside a server: uses the server's cluster and leaves it running on disposal; with no server there,
    /// starts one and stops it on disposal.
    /// </summary>
    /// <exception cref="ClusterRefusal">A foreseen failure, with its remedy.</exception>
    public static Task<PrivateCluster> Join(PrivateClusterOptions options, CancellationToken cancellation) =>
        ClusterStart.Join(options, cancellation);

    /// <summary>Stops PostgreSQL (unless it is another's) and only then gives the folder free.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_asked.IsCancellationRequested) return;
        await _asked.CancelAsync();
        if (_ownership is null) return;
        await _postmaster.Stop(_options.StopLimit, _options.Time);
        _ownership.Dispose();
    }

    private static async Task<string> Watch(ClusterFolder folder, Postmaster postmaster, TimeProvider time, CancellationToken asked)
    {
        try
        {
            await postmaster.Ends(time, asked);
        }
        catch (OperationCanceledException)
        {
            await new TaskCompletionSource().Task; // asked to, so this never ends
        }
        return $"The private PostgreSQL (process {postmaster.Pid}) stopped by itself. " +
            $"Its last words in {folder.Log}: {Trouble.LastWords(ServerLog.Since(folder, 0))}";
    }
}
