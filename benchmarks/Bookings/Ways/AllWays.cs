using Doorward.Benchmarks.Bookings.Database;
using Doorward.Benchmarks.Bookings.Load;
using Doorward.Platform.Identity.SigningKeys;
using Doorward.Platform.Identity.Tokens;
using Npgsql;

namespace Doorward.Benchmarks.Bookings.Ways;

/// <summary>Sets up each way on a database of its own, all of them copies of one.</summary>
internal sealed class AllWays(Arguments arguments, Cluster cluster) : IAsyncDisposable
{
    // The planner as Doorward's own pool for commands has it (CommandDatabase.cs).
    private const string CommandOptions = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off "
        + "-c enable_bitmapscan=off -c jit=off";

    private readonly List<IWay> _ways = [];
    private readonly List<NpgsqlDataSource> _databases = [];

    public async Task<IReadOnlyList<IWay>> SetUp(CancellationToken cancellation)
    {
        var agency = await cluster.Create("agency");
        await Migrate(agency, cancellation);
        var cpu = new CpuTime(cluster.Postmaster);
        var clients = new Clients(await Prepare(agency, cancellation));
        foreach (var name in (string[])["doorward", "pgbench", "usual-bare", "usual-same-work"])
        {
            if (arguments.Only is { Count: > 0 } only && !only.Contains(name))
            {
                continue;
            }

            var database = await cluster.Create("bench_" + name.Replace('-', '_'), "agency");
            var source = NpgsqlDataSource.Create(database);
            _databases.Add(source);
            if (name == "usual-bare")
            {
                await Do(source, "Database/bare.sql", cancellation);
            }

            _ways.Add(name switch
            {
                "pgbench" => new PgbenchWay(BookVisit(), database, CommandOptions, new Slots(source), cpu),
                "doorward" => await HttpWay.Start(name, port => Doorward(database, $"http://127.0.0.1:{port}"), new Slots(source), clients, cpu, cancellation),
                _ => await HttpWay.Start(name, port => Usual(database, $"http://127.0.0.1:{port}", name), new Slots(source), clients, cpu, cancellation),
            });
        }

        return _ways;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var way in _ways)
        {
            await way.DisposeAsync();
        }

        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }
    }

    private string BookVisit() => File.ReadAllText(Path.Combine(arguments.Repository, "src/Doorward.Visits/Bookings/BookVisit.sql"));

    private System.Diagnostics.Process Doorward(NpgsqlConnectionStringBuilder database, string address) => Programs.Start(
        Programs.Dll(arguments.Repository, "Doorward"), ["--urls", address], environment: ("DATABASE_URL", database.ConnectionString));

    private System.Diagnostics.Process Usual(NpgsqlConnectionStringBuilder database, string address, string name) => Programs.Start(
        Programs.Dll(arguments.Repository, "Bookings"), ["usual", address, database.ConnectionString, name["usual-".Length..]]);

    private async Task Migrate(NpgsqlConnectionStringBuilder database, CancellationToken cancellation)
    {
        using var migrate = Programs.Start(
            Programs.Dll(arguments.Repository, "Doorward"), ["migrate"], environment: ("DATABASE_URL", database.ConnectionString));
        await migrate.WaitForExitAsync(cancellation);
    }

    /// <summary>Fills the database that the others are copies of.</summary>
    /// <returns>A request for each applicant, with a token of Doorward's own issuer.</returns>
    private static async Task<byte[][]> Prepare(NpgsqlConnectionStringBuilder agency, CancellationToken cancellation)
    {
        agency.Pooling = false;
        await using var database = NpgsqlDataSource.Create(agency);
        await Do(database, "Database/prepare.sql", cancellation);
        var issuer = await SigningKeys.Load(database, TimeProvider.System, cancellation);
        return [.. Enumerable.Range(0, Ids.Applicants).Select(n => Connection.Request(issuer.Mint(
            new OwnTokenClaims(Ids.Person(n), $"applicant{n}@bench.test", true, $"Applicant {n}", "bench", "applicant"), TimeSpan.FromHours(2))))];
    }

    private static async Task Do(NpgsqlDataSource database, string file, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Files.Sql(file));
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
