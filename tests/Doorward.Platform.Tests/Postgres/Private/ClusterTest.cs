using Doorward.Platform.Postgres.Private;
using Npgsql;

namespace Doorward.Platform.Tests.Postgres.Private;

/// <summary>A folder for data folders, and an end to every process that a test left behind.</summary>
public abstract class ClusterTest : IAsyncLifetime
{
    private readonly List<string> _data = [];
    private readonly List<HostProcess> _hosts = [];
    private readonly List<string> _mounts = [];

    // Below /tmp and open to pass through, because as root PostgreSQL is another user.
    protected string Root { get; } = Directory.CreateDirectory($"/tmp/doorward-tests/{Guid.CreateVersion7():N}").FullName;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected string DataFolder(string name = "data")
    {
        var path = Path.Combine(Root, name);
        _data.Add(path);
        return path;
    }

    /// <summary>Small and without fsync: what these tests break is processes and folders, not the disk.</summary>
    protected static PrivateClusterOptions Options(string data) => new()
    {
        DataFolder = data,
        Settings = new Dictionary<string, string> { ["fsync"] = "off", ["shared_buffers"] = "16MB" },
    };

    protected static Task<PrivateCluster> Start(string data) => PrivateCluster.Start(Options(data), Cancellation);

    protected static async Task<ClusterRefusal> Refusal(string data) =>
        await Should.ThrowAsync<ClusterRefusal>(async () => await (await Start(data)).DisposeAsync());

    protected HostProcess Host(string data, params string[] before)
    {
        var host = HostProcess.Start(data, before);
        _hosts.Add(host);
        return host;
    }

    protected static async Task<T> Ask<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    protected static Task Tell(string connectionString, string sql) => Ask<int>(connectionString, sql + "; SELECT 1");

    protected static void MustBeRoot()
    {
        if (!Environment.IsPrivilegedProcess) Assert.Skip("Needs root, to become another user or to mount.");
    }

    protected async Task Mount(string at, params string[] words)
    {
        Directory.CreateDirectory(at);
        var mounted = await Child.Run("/usr/bin/mount", [.. words, at], null, Cancellation);
        if (!mounted.Succeeded) Assert.Skip($"This machine does not let us mount: {mounted.Error}");
        _mounts.Add(at);
    }

    internal static Postmaster? RunningOn(string data) =>
        Directory.Exists(data) ? Postmaster.Find(ClusterFolder.Open(data)) : null;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts) host.Dispose();
        foreach (var data in _data)
        {
            if (RunningOn(data) is { } left) await left.Stop(TimeSpan.FromSeconds(5), TimeProvider.System);
            var socket = SocketFolder.Choose(data);
            if (Directory.Exists(socket)) Directory.Delete(socket, recursive: true);
        }
        foreach (var mount in Enumerable.Reverse(_mounts)) await Child.Run("/usr/bin/umount", [mount], null, CancellationToken.None);
        Directory.Delete(Root, recursive: true);
    }
}
