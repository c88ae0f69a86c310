using Npgsql;

namespace Doorward.Benchmarks.Support.Queue;

/// <summary><c>./bench queue</c>: the review queue, 20 drafts with conversation and message, with ever more drafts stored.</summary>
internal static class QueueBench
{
    private const int RowsAtOnce = 20_000;

    private static readonly (string Name, long Drafts)[] Sizes = [("10k", 10_000), ("100k", 100_000), ("1M", 1_000_000)];

    public static async Task Run(Arguments arguments, CancellationToken stop)
    {
        await using var cluster = await Cluster.Start(arguments.Repository);
        var queues = new List<Queue>();
        try
        {
            foreach (var (name, drafts) in Sizes.Where(size => arguments.Wants(size.Name)))
            {
                queues.Add(await Queue.Open(arguments.Repository, cluster, name, drafts, stop));
            }

            var rows = new List<Figures>();
            for (var round = 0; round <= arguments.Rounds; round++)
            {
                foreach (var connections in arguments.Connections)
                {
                    foreach (var queue in queues)
                    {
                        var figures = await queue.Measure(connections, TimeSpan.FromSeconds(arguments.Seconds), stop);
                        await Console.Error.WriteLineAsync(
                            $"{(round == 0 ? "warming up" : $"round {round} of {arguments.Rounds}")}: {figures.Name,-6}{connections,4} connections {figures.PerSecond,8:N0}/s  p50 {figures.P50Ms:N1} ms  p99 {figures.P99Ms:N1} ms");
                        if (round > 0)
                        {
                            rows.Add(figures);
                        }
                    }
                }
            }

            IReadOnlyList<Figures> medians = [.. rows.GroupBy(row => (row.Name, row.Connections)).Select(group => Figures.MedianOf([.. group]))];
            await Comparison.Tell(arguments, medians, "pages", Targets(medians, arguments.Connections[0]));
        }
        finally
        {
            foreach (var queue in queues)
            {
                await queue.DisposeAsync();
            }
        }
    }

    private static IEnumerable<string> Targets(IReadOnlyList<Figures> rows, int connections)
    {
        if (Target.Row(rows, "1M", connections) is { } most)
        {
            yield return Target.Line("1 M drafts stored: p99 at most 10 ms", $"{most.P99Ms:N1} ms", most.P99Ms <= 10);
            if (Target.Row(rows, "10k", connections) is { } least)
            {
                yield return Target.Line("flat: p50 with 1 M at most 1.3 x that with 10 k", $"{most.P50Ms / least.P50Ms:N2} x", most.P50Ms <= 1.3 * least.P50Ms);
            }
        }
    }

    /// <summary>A database with so many drafts, and Doorward on it.</summary>
    private sealed class Queue(HttpWay way) : IAsyncDisposable
    {
        public Task<Figures> Measure(int connections, TimeSpan time, CancellationToken cancellation) => way.Measure(connections, time, cancellation);

        public ValueTask DisposeAsync() => way.DisposeAsync();

        public static async Task<Queue> Open(string repository, Cluster cluster, string name, long drafts, CancellationToken cancellation)
        {
            var database = await cluster.Create($"queue_{name.ToLowerInvariant()}");
            await Server.Migrate(repository, database, cancellation);
            await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString)
            {
                // Foreign keys of rows that are known to be whole need no check each; and none of this need outlive a crash.
                Options = "-c session_replication_role=replica -c synchronous_commit=off",
            });
            await Files.RunAgency(source, cancellation);
            for (var first = 0L; first < drafts; first += RowsAtOnce)
            {
                await Files.Run(source, typeof(QueueBench).Assembly, "Queue/drafts.sql", cancellation, first, Math.Min(first + RowsAtOnce, drafts) - 1);
            }

            await using (var analyze = source.CreateCommand("VACUUM ANALYZE"))
            {
                analyze.CommandTimeout = 0;
                await analyze.ExecuteNonQueryAsync(cancellation);
            }

            await Console.Error.WriteLineAsync($"{name}: {drafts:N0} drafts are stored");
            var work = new QueueWork(await Tokens.OfAgents(source, cancellation));
            var server = await Server.Doorward(repository, database, cancellation);
            await work.Explore(server.Port, cancellation);
            return new Queue(new HttpWay(name, server, work, new CpuTime(cluster.Postmaster)));
        }
    }
}
