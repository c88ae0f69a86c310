using System.Diagnostics;
using Npgsql;

namespace Doorward.Benchmarks.Support.Ingest;

/// <summary>
/// <c>./bench ingest</c>: a customer's message over GraphQL, beside Mercurius that stores the same rows, and pgbench with our own statement for one
/// message. Each way has a database of its own, a copy of the same. <c>doorward</c> only serves: what follows, the copilot's draft above all, is another node's, as it is where
/// much comes in; <c>with-workers</c> has it on the same two processors and drafts while it serves.
/// </summary>
internal static class IngestBench
{
    public static async Task Run(Arguments arguments, CancellationToken stop)
    {
        await using var cluster = await Cluster.Start(arguments.Repository);
        var agency = await cluster.Create("agency");
        await Server.Migrate(arguments.Repository, agency, stop);
        var tokens = await Prepare(agency, stop);
        var cpu = new CpuTime(cluster.Postmaster);
        var (ways, databases) = (new List<IWay>(), new List<NpgsqlDataSource>());
        try
        {
            foreach (var name in ((string[])["doorward", "pgbench", "mercurius", "with-workers"]).Where(arguments.Wants))
            {
                var database = await cluster.Create("bench_" + name.Replace('-', '_'), "agency");
                var source = NpgsqlDataSource.Create(database);
                databases.Add(source);
                ways.Add(name switch
                {
                    "pgbench" => new PgbenchWay(IngestMessage(arguments.Repository), new Pgbench(name, database, cpu), source),
                    "mercurius" => new HttpWay(
                        name, await Server.Start(port => Mercurius(arguments.Repository, database, port), stop), new MessageWork(source, [null], "/graphql"), cpu),
                    _ => new HttpWay(
                        name, await Server.Doorward(arguments.Repository, database, stop, name is "doorward" ? "web" : "web,workers"), new MessageWork(source, tokens, "/graphql"), cpu),
                });
            }

            var rows = await Comparison.Measure(arguments, ways, stop);
            await Comparison.Tell(arguments, rows, "messages", [.. Target.AtLeast(rows, 3, "mercurius", 32), .. Target.AtLeast(rows, 0.9, "pgbench", 32)]);
        }
        finally
        {
            foreach (var way in ways)
            {
                await way.DisposeAsync();
            }

            foreach (var database in databases)
            {
                await database.DisposeAsync();
            }
        }
    }

    private static string IngestMessage(string repository) => File.ReadAllText(Path.Combine(repository, "src/Doorward.Support/Conversations/IngestMessage.sql"));

    /// <summary>Fills the database that the others are copies of.</summary>
    internal static async Task<string[]> Prepare(NpgsqlConnectionStringBuilder agency, CancellationToken cancellation)
    {
        agency.Pooling = false;
        await using var database = NpgsqlDataSource.Create(agency);
        await Files.RunAgency(database, cancellation);
        await Files.Run(database, typeof(IngestBench).Assembly, "Ingest/conversations.sql", cancellation);
        return await Tokens.OfApplicants(database, cancellation);
    }

    private static Process Mercurius(string repository, NpgsqlConnectionStringBuilder database, int port)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(repository, "benchmarks/graphql/ingest.mjs"), $"{port}"]) { RedirectStandardOutput = true };
        foreach (var (name, value) in new (string, string?)[]
        {
            ("NODE_ENV", "production"), ("PGHOST", database.Host), ("PGPORT", $"{database.Port}"), ("PGUSER", database.Username), ("PGPASSWORD", database.Password),
            ("PGDATABASE", database.Database),
        })
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
