using System.Runtime.CompilerServices;
using Doorward.Home;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Support.Tests.Knowledge;

/// <summary>
/// An up-to-date database whose server has the extension "vector": the one of the tests where it does, or else one of npm's. Where neither is to be had its
/// tests are skipped, and fail in CI.
/// </summary>
public sealed class VectorDatabase : IAsyncLifetime
{
    private NodeProgram? _server;

    /// <summary>As a superuser, and as whoever owns Doorward's tables.</summary>
    public NpgsqlDataSource Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var given = await TestCluster.NewDatabase();
        if (await Has(given))
        {
            Database = NpgsqlDataSource.Create(given);
            return;
        }

        Assert.SkipUnless(NodeProgram.IsHere || Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, "neither pgvector nor node is here");
        _server = await NodeProgram.Start(Path.Combine(Here(), "pglite"));
        var lite = $"Host=127.0.0.1;Port={_server.FirstLine};Username=postgres;Database=postgres;SSL Mode=Disable;Maximum Pool Size=4;Timeout=60";
        await using (await DatabaseHome.Start(new HomeSettings(lite, ""), CancellationToken.None))
        {
            Database = NpgsqlDataSource.Create(lite);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (Database?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static async Task<bool> Has(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        await using var command = database.CreateCommand("SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector')");
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
