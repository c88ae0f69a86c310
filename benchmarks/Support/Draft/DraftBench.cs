using System.Diagnostics;
using Npgsql;

namespace Doorward.Benchmarks.Support.Draft;

/// <summary>
/// <c>./bench draft</c>: from a customer's message to its draft on an agent's live subscription, without a model, on the sample documents and a full
/// calendar, in an agency that has answered for a while. Messages come 200 a second, whether or not the last ones have their drafts.
/// </summary>
internal static class DraftBench
{
    private const int PerSecond = 200;
    private const int WarmUpSeconds = 40; // the JIT is done with what a draft runs through by then
    private const long History = 20_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task Run(Arguments arguments, CancellationToken stop)
    {
        await using var cluster = await Cluster.Start(arguments.Repository);
        var database = await cluster.Create("agency");
        await Server.Migrate(arguments.Repository, database, stop);
        await using var source = NpgsqlDataSource.Create(database);
        await Files.RunAgency(source, stop);
        await Files.Run(source, typeof(DraftBench).Assembly, "Draft/slots.sql", stop);
        await Files.Run(source, typeof(DraftBench).Assembly, "Queue/drafts.sql", stop, 0L, History - 1);
        await Import(arguments.Repository, database, stop);
        await using (var analyze = source.CreateCommand("VACUUM ANALYZE")) // as autovacuum does, within a minute
        {
            await analyze.ExecuteNonQueryAsync(stop);
        }

        var cpu = new CpuTime(cluster.Postmaster);
        await using var server = await Server.Doorward(arguments.Repository, database, stop);
        await using var agent = await DraftWatch.Open(server.Port, (await Tokens.OfAgents(source, stop))[0], stop);
        var customers = new Customers(server.Port, await Tokens.OfApplicants(source, stop), arguments.Connections[0]);
        await Measure(customers, agent, WarmUpSeconds, stop);

        var rounds = new List<Figures>();
        for (var round = 1; round <= arguments.Rounds; round++)
        {
            var idle = cpu.Read(server.Id);
            var latencies = await Measure(customers, agent, arguments.Seconds, stop);
            var spent = cpu.Read(server.Id);
            var figures = Figures.Of("doorward", arguments.Connections[0], PerSecond, latencies) with
            {
                RssMb = server.MemoryMb,
                CpuServer = (spent.Server - idle.Server) / latencies.Length,
                CpuPostgres = (spent.Postgres - idle.Postgres) / latencies.Length,
            };
            rounds.Add(figures);
            await Console.Error.WriteLineAsync(
                $"round {round} of {arguments.Rounds}: {latencies.Length:N0} drafts  p50 {figures.P50Ms:N1} ms  p99 {figures.P99Ms:N1} ms  cpu {figures.CpuServer:N0} + {figures.CpuPostgres:N0} us");
        }

        var median = Figures.MedianOf(rounds);
        await Comparison.Tell(arguments, [median], "messages",
        [
            Target.Line($"{PerSecond} messages/s: draft seen, p50 at most 25 ms", $"{median.P50Ms:N1} ms", median.P50Ms <= 25),
            Target.Line($"{PerSecond} messages/s: draft seen, p99 at most 150 ms", $"{median.P99Ms:N1} ms", median.P99Ms <= 150),
        ]);
    }

    /// <returns>Of each message, the microseconds from when it was to be sent until its draft was seen.</returns>
    private static async Task<int[]> Measure(Customers customers, DraftWatch agent, int seconds, CancellationToken stop)
    {
        var sent = await customers.Write(PerSecond, seconds * PerSecond, stop);
        var waited = Stopwatch.GetTimestamp();
        while (!sent.Keys.All(agent.Seen.ContainsKey))
        {
            if (Stopwatch.GetElapsedTime(waited) > Patience || agent.Ended is not null)
            {
                throw new InvalidOperationException($"{sent.Keys.Count(message => !agent.Seen.ContainsKey(message))} of {sent.Count} messages have no draft. {agent.Ended}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stop);
        }

        return [.. sent.Select(one => (int)Stopwatch.GetElapsedTime(one.Value, agent.Seen[one.Key]).TotalMicroseconds)];
    }

    private static async Task Import(string repository, NpgsqlConnectionStringBuilder database, CancellationToken cancellation)
    {
        using var import = Programs.Start(
            Programs.Dll(repository, "Doorward"), ["import", Path.Combine(repository, "src/Doorward/Demo/Knowledge"), "--organization", "bench"],
            environment: ("DATABASE_URL", database.ConnectionString));
        await import.StandardOutput.ReadToEndAsync(cancellation);
        await import.WaitForExitAsync(cancellation);
    }
}
