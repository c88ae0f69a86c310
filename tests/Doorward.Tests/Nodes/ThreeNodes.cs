using Doorward.Testing;
using Npgsql;

namespace Doorward.Tests.Nodes;

/// <summary>Three processes on one database, started at the same moment while it is still empty.</summary>
public sealed class ThreeNodes : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Settings = new() { ["DOORWARD_HTTP__DRAIN_DELAY_SECONDS"] = "1" };

    private readonly List<DoorwardProcess> _ended = [];
    private DoorwardProcess[] _nodes = [];
    private string _connectionString = "";

    public DoorwardProcess this[int n] => _nodes[n];

    /// <summary>For a look behind the counter, whoever lives.</summary>
    public NpgsqlDataSource Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await TestCluster.EmptyDatabase();
        Database = NpgsqlDataSource.Create(_connectionString);
        _nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => DoorwardProcess.Start(_connectionString, settings: Settings)));
    }

    /// <summary>Puts a new process in the place of one that has ended.</summary>
    public async Task Replace(int n)
    {
        _nodes[n].HasExited.ShouldBeTrue();
        _ended.Add(_nodes[n]);
        _nodes[n] = await DoorwardProcess.Start(_connectionString, settings: Settings);
    }

    public async Task<T> Ask<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Concat(_ended).Select(node => node.DisposeAsync().AsTask()));
        await Database.DisposeAsync();
    }
}
