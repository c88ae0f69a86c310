using Doorward.Benchmarks.Bookings.Database;
using Doorward.Platform.Identity.SigningKeys;
using Doorward.Platform.Identity.Tokens;
using Npgsql;

namespace Doorward.Benchmarks.Bookings.Ways;

/// <summary>Sets up each way on a database of its own, all of them copies of one.</summary>
internal sealed class AllWays(Arguments arguments, Cluster cluster) : IAsyncDisposable
{
    private readonly List<IWay> _ways = [];
    private readonly List<NpgsqlDataSource> _databases = [];

    public async Task<IReadOnlyList<IWay>> SetUp(CancellationToken cancellation)
    {
        var agency = await cluster.Create("agency");
        await Server.Migrate(arguments.Repository, agency, cancellation);
        var cpu = new CpuTime(cluster.Postmaster);
        var requests = await Prepare(agency, cancellation);
        foreach (var name in ((string[])["doorward", "pgbench", "usual-bare", "usual-same-work", "with-workers"]).Where(arguments.Wants))
        {
            var database = await cluster.Create("bench_" + name.Replace('-', '_'), "agency");
            var source = NpgsqlDataSource.Create(database);
            _databases.Add(source);
            if (name == "usual-bare")
            {
                await Files.Run(source, typeof(AllWays).Assembly, "Database/bare.sql", cancellation);
            }

            var slots = new Slots(source);
            _ways.Add(name switch
            {
                "pgbench" => new PgbenchWay(BookVisit(), new Pgbench(name, database, cpu), slots),
                // It serves, and what follows (notices, reminders, mails, seals) is another node's; the usual ways do none of it.
                "doorward" => new HttpWay(name, await Server.Doorward(arguments.Repository, database, cancellation, "web"), new BookingWork(slots, Copy(requests)), cpu),
                "with-workers" => new HttpWay(name, await Server.Doorward(arguments.Repository, database, cancellation), new BookingWork(slots, Copy(requests)), cpu),
                _ => new HttpWay(name, await Server.Start(port => Usual(database, $"http://127.0.0.1:{port}", name), cancellation), new BookingWork(slots, Copy(requests)), cpu),
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

    private System.Diagnostics.Process Usual(NpgsqlConnectionStringBuilder database, string address, string name) => Programs.Start(
        Programs.Dll(arguments.Repository, "Bookings"), ["usual", address, database.ConnectionString, name["usual-".Length..]]);

    internal static byte[][] Copy(byte[][] requests) => [.. requests.Select(request => (byte[])request.Clone())];

    /// <summary>Fills the database that the others are copies of.</summary>
    /// <returns>A request for each applicant, with a token of Doorward's own issuer.</returns>
    internal static async Task<byte[][]> Prepare(NpgsqlConnectionStringBuilder agency, CancellationToken cancellation)
    {
        agency.Pooling = false;
        await using var database = NpgsqlDataSource.Create(agency);
        await Files.RunAgency(database, cancellation);
        await Files.Run(database, typeof(AllWays).Assembly, "Database/prepare.sql", cancellation);
        var issuer = await SigningKeys.Load(database, TimeProvider.System, cancellation);
        return [.. Enumerable.Range(0, Ids.Applicants).Select(n => BookingWork.FirstRequest(issuer.Mint(
            new OwnTokenClaims(Ids.Person(n), $"applicant{n}@bench.test", true, $"Applicant {n}", "bench", "applicant"), TimeSpan.FromHours(2))))];
    }
}
