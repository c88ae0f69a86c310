using Doorward.Benchmarks.Bookings.Database;
using Doorward.Benchmarks.Bookings.Ways;
using Doorward.Benchmarks.Support.Ingest;
using Npgsql;

namespace Doorward.Benchmarks.Nodes;

/// <summary>
/// One kind of work by one, two and three processes: each number of them on a database of its own, all copies of one, and the clients' connections spread
/// evenly over them. Nobody drafts answers to the messages: that is measured by ./bench draft.
/// </summary>
internal sealed class NodesOf(string what, Arguments arguments, Cluster cluster) : IAsyncDisposable
{
    private const int Most = 3;

    private readonly List<IWay> _ways = [];
    private readonly List<NpgsqlDataSource> _databases = [];

    public async Task<IReadOnlyList<IWay>> SetUp(CancellationToken cancellation)
    {
        var agency = await cluster.Create($"agency_{what}");
        await Server.Migrate(arguments.Repository, agency, cancellation);
        var work = await Prepare(agency, cancellation);
        var cpu = new CpuTime(cluster.Postmaster);
        for (var count = 1; count <= Most; count++)
        {
            var database = await cluster.Create($"bench_{what}_{count}", $"agency_{what}");
            var source = NpgsqlDataSource.Create(database);
            _databases.Add(source);
            var servers = new List<Server>();
            _ways.Add(new HttpWay(Name(count), servers, work(source), cpu));
            while (servers.Count < count)
            {
                // They serve: what follows would still be under way on this machine while the next is measured.
                servers.Add(await Server.Doorward(arguments.Repository, database, cancellation, "web"));
            }
        }

        return _ways;
    }

    /// <summary>What the second and the third process add.</summary>
    public void PrintRatios(TextWriter to, IReadOnlyList<Figures> rows)
    {
        foreach (var connections in arguments.Connections)
        {
            var one = Target.Row(rows, Name(1), connections)!;
            var ratios = Enumerable.Range(2, Most - 1).Select(count => $"{count} processes {Target.Row(rows, Name(count), connections)!.PerSecond / one.PerSecond:N2} x");
            to.WriteLine($"{what}, {connections} connections: {string.Join(", ", ratios)} one process");
        }
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

    private string Name(int count) => $"{what} by {count}";

    private async Task<Func<NpgsqlDataSource, IWork>> Prepare(NpgsqlConnectionStringBuilder agency, CancellationToken cancellation)
    {
        if (what == "bookings")
        {
            var requests = await AllWays.Prepare(agency, cancellation);
            return database => new BookingWork(new Slots(database), AllWays.Copy(requests));
        }

        var tokens = await IngestBench.Prepare(agency, cancellation);
        return database => new MessageWork(database, tokens, "/graphql");
    }
}
