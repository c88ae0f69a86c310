using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Doorward.Benchmarks;

/// <summary>pgbench with a script that carries out one of Doorward's own statements for one command at a time: no HTTP, no JSON, no token.</summary>
/// <param name="name">Of the script and of the row in the table.</param>
internal sealed partial class Pgbench(string name, NpgsqlConnectionStringBuilder database, CpuTime cpu) : IDisposable
{
    // The planner as Doorward's own pool for commands has it (CommandDatabase.cs).
    private const string PlannerOfCommands = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off "
        + "-c enable_bitmapscan=off -c jit=off";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("doorward-pgbench-");

    /// <summary>A statement file with each $n replaced, and without its comments, which pgbench would read for variables.</summary>
    /// <param name="values">SQL by number; must name every parameter.</param>
    public static string Statement(string text, params IEnumerable<string> values)
    {
        text = Comment().Replace(text, "");
        var n = 0;
        var named = values.ToDictionary(_ => $"${++n}");
        return Parameter().Replace(text, parameter => named[parameter.Value]);
    }

    /// <param name="defines">Variables of the script, <c>name=value</c>.</param>
    /// <returns>The figures, the statements that ran, and how many the busiest client ran.</returns>
    public async Task<(Figures Figures, int Ran, int MostOfOne)> Run(
        string script, int connections, TimeSpan time, IEnumerable<string> defines, CancellationToken cancellation)
    {
        var file = Path.Combine(_folder.FullName, "script.sql");
        await File.WriteAllTextAsync(file, script, cancellation);
        var idle = cpu.Read();
        var (code, output) = await Programs.Finish(Command(file, connections, time, defines), cancellation);
        var spent = cpu.Read();
        var (microseconds, mostOfOne) = await Latencies(cancellation);
        if (code != 0)
        {
            throw new InvalidOperationException($"pgbench ended with {code}: {output}");
        }

        // A machine may be too busy to let all clients in before the time is over: pgbench then says no rate.
        var perSecond = PerSecond().Match(output) is { Success: true } said ? double.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        return (
            Figures.Of(name, connections, perSecond, microseconds) with { CpuPostgres = (spent.Postgres - idle.Postgres) / Math.Max(1, microseconds.Length) },
            microseconds.Length, mostOfOne);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private ProcessStartInfo Command(string script, int connections, TimeSpan time, IEnumerable<string> defines)
    {
        var pgbench = new ProcessStartInfo("pgbench",
        [
            "--no-vacuum", "--protocol=prepared", $"--client={connections}", $"--jobs={Math.Min(connections, 2)}", $"--time={time.TotalSeconds}",
            $"--file={script}", "--log", $"--log-prefix={Path.Combine(_folder.FullName, "latency")}", .. defines.Select(define => $"--define={define}"),
        ]);
        foreach (var (variable, value) in new (string, string?)[]
        {
            ("PGHOST", database.Host), ("PGPORT", $"{database.Port}"), ("PGUSER", database.Username), ("PGPASSWORD", database.Password),
            ("PGDATABASE", database.Database), ("PGOPTIONS", PlannerOfCommands),
        })
        {
            pgbench.Environment[variable] = value;
        }

        return pgbench;
    }

    // A line a statement: client, number, microseconds, …
    private async Task<(int[] Microseconds, int MostOfOne)> Latencies(CancellationToken cancellation)
    {
        var microseconds = new List<int>();
        var ofClient = new Dictionary<string, int>();
        foreach (var log in _folder.GetFiles("latency.*"))
        {
            await foreach (var line in File.ReadLinesAsync(log.FullName, cancellation))
            {
                var words = line.Split(' ');
                ofClient[words[0]] = ofClient.GetValueOrDefault(words[0]) + 1;
                microseconds.Add(int.Parse(words[2], CultureInfo.InvariantCulture));
            }

            log.Delete();
        }

        return ([.. microseconds], ofClient.Values.DefaultIfEmpty().Max());
    }

    [GeneratedRegex("--.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\$\d+")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex PerSecond();
}
