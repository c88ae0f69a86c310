using Doorward.Home;
using Doorward.Platform.Postgres.Private;
using Npgsql;

namespace Doorward.Testing;

/// <summary>
/// The PostgreSQL of this test run: the one that ./test started and named in DOORWARD_TEST_POSTGRES, or, when a test project is run by
/// itself, a private one in a temporary folder that ends with the process.
/// </summary>
public static class TestCluster
{
    private const int MostLeft = 16;

    private static readonly Lazy<Task<string>> Started = new(Start);
    private static readonly Lazy<Task<string>> Template = new(Migrated);

    // How many use each database; those that nobody uses any more, the oldest first.
    private static readonly Dictionary<string, int> Users = [];
    private static readonly Queue<string> Left = new();

    /// <summary>A connection string to its maintenance database.</summary>
    public static Task<string> ConnectionString => Started.Value;

    /// <summary>A database of its own that is up to date: a copy of one that was migrated once for the whole run.</summary>
    public static async Task<string> NewDatabase() => await Create($" TEMPLATE {await Template.Value} STRATEGY file_copy");

    /// <summary>One without anything in it.</summary>
    public static Task<string> EmptyDatabase() => Create("");

    /// <summary>Somebody uses a database, until <see cref="Leave"/>.</summary>
    public static void Use(string connectionString)
    {
        lock (Users)
        {
            Users[connectionString] = Users.GetValueOrDefault(connectionString) + 1;
        }
    }

    /// <summary>
    /// It is used no more. It goes when so many others have been left as well, so that a run needs room for some and not for all: until then a test may
    /// look into it, or use it again.
    /// </summary>
    public static async Task Leave(string connectionString)
    {
        string? gone = null;
        lock (Users)
        {
            Users[connectionString]--;
            Left.Enqueue(connectionString);
            if (Left.Count > MostLeft && Left.Dequeue() is var oldest && Users.TryGetValue(oldest, out var users) && users == 0)
            {
                gone = oldest;
                Users.Remove(oldest);
            }
        }

        await (gone is null ? Task.CompletedTask : Drop(gone));
    }

    /// <summary>Takes a database away from under whoever uses it.</summary>
    public static async Task Drop(string connectionString)
    {
        await using var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(await ConnectionString) { Pooling = false });
        await using var drop = server.CreateCommand($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");
        await drop.ExecuteNonQueryAsync();
    }

    private static async Task<string> Create(string from)
    {
        var name = $"test_{Guid.CreateVersion7():N}";
        await using var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(await ConnectionString) { Pooling = false });
        await using var create = server.CreateCommand($"CREATE DATABASE {name}{from}");
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(await ConnectionString) { Database = name, IncludeErrorDetail = true }.ConnectionString;
    }

    // Nobody may be connected to it while it is copied, so each test process makes one of its own.
    private static async Task<string> Migrated()
    {
        var database = await EmptyDatabase();
        await using (await DatabaseHome.Start(new HomeSettings(database, ""), CancellationToken.None))
        {
            return new NpgsqlConnectionStringBuilder(database).Database!;
        }
    }

    private static async Task<string> Start()
    {
        if (Environment.GetEnvironmentVariable("DOORWARD_TEST_POSTGRES") is { Length: > 0 } given)
        {
            return given;
        }

        var folder = Directory.CreateTempSubdirectory("doorward-test-").FullName;
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var cluster = await PrivateCluster.Start(
            new PrivateClusterOptions
            {
                DataFolder = folder,
                Settings = new Dictionary<string, string> { ["fsync"] = "off", ["full_page_writes"] = "off", ["max_connections"] = "400" },
            },
            CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            cluster.DisposeAsync().AsTask().GetAwaiter().GetResult();
            Directory.Delete(folder, recursive: true);
        };
        return cluster.ConnectionString;
    }
}
