using System.Diagnostics;
using Npgsql;

namespace Doorward.Benchmarks;

/// <summary>A private PostgreSQL with Doorward's own, durable settings, for as long as this object lives.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    // Servers of four ways keep their pools beside 256 clients of pgbench.
    private const string Connections = "max_connections=500";

    private readonly Process _host;
    private readonly string _folder;
    private readonly string _connectionString;

    private Cluster(Process host, string folder, string connectionString) => (_host, _folder, _connectionString) = (host, folder, connectionString);

    public static async Task<Cluster> Start(string repository)
    {
        var folder = Directory.CreateTempSubdirectory("doorward-bench-").FullName;
        // PostgreSQL may have to run as another user than root.
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var host = Programs.Start(
            Programs.Dll(repository, "Doorward.Testing.ClusterHost"), [Path.Combine(folder, "data"), "--setting", Connections], holdInput: true);
        var line = await host.StandardOutput.ReadLineAsync();
        return line?.Split(' ', 2) is ["ready", var connectionString]
            ? new Cluster(host, folder, connectionString)
            : throw new InvalidOperationException("PostgreSQL did not start; its reason stands above.");
    }

    /// <summary>Process id of its first process.</summary>
    public int Postmaster => int.Parse(File.ReadLines(PidFile()).First());

    /// <summary>Npgsql's keyword string for one of its databases.</summary>
    public NpgsqlConnectionStringBuilder Database(string name) => new(_connectionString) { Database = name };

    /// <summary>Makes a database, as a copy of another if one is named.</summary>
    public async Task<NpgsqlConnectionStringBuilder> Create(string name, string? template = null)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {template ?? "template1"}", connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
        return Database(name);
    }

    private string PidFile() => Directory.EnumerateFiles(_folder, "postmaster.pid", SearchOption.AllDirectories).First();

    public async ValueTask DisposeAsync()
    {
        _host.StandardInput.Close();
        await _host.WaitForExitAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
