using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Doorward.Benchmarks.Bookings.Database;
using Npgsql;

namespace Doorward.Benchmarks.Bookings.Ways;

/// <summary>pgbench with Doorward's own statement for one booking at a time: no HTTP, no JSON, no token.</summary>
internal sealed partial class PgbenchWay(string statement, NpgsqlConnectionStringBuilder database, string options, Slots slots, CpuTime cpu) : IWay
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("doorward-pgbench-");

    private readonly Supply _supply = new(expected: 5_000);  // pgbench does not end early

    public string Name => "pgbench";

    public async Task<Figures> Measure(int connections, TimeSpan time, CancellationToken cancellation)
    {
        await Book(connections, Supply.WarmUp, cancellation);
        return await Book(connections, time, cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The statement with arrays of one element, made from the number of this client's next slot.</summary>
    internal static string Script(string statement)
    {
        var text = Comment().Replace(statement, "");
        foreach (var (parameter, value) in Values)
        {
            text = text.Replace(parameter, value, StringComparison.Ordinal);
        }

        return "\\set step :step + 1\n\\set place :first + :step * :clients + :client_id\n"
            + $"\\set number :place / {Order.Block} * {Order.Block} + :place % {Order.Block} * {Order.Stride} % {Order.Block}\n\\set applicant :number % {Ids.Applicants}\n{text}";
    }

    private static (string, string)[] Values =>
    [
        ("$10", "ARRAY[NULL::uuid]"), ("$1", Id(8, "number")), ("$2", Id(7, "number")), ("$3", $"ARRAY['{Ids.Organization}'::uuid]"), ("$4", Id(3, "applicant")), ("$5", "ARRAY['']"),
        ("$6", "ARRAY[NULL::text]"), ("$7", "ARRAY[NULL::bytea]"), ("$8", "ARRAY['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01']"), ("$9", "now()"),
    ];

    private static string Id(int kind, string variable) => $"ARRAY[('0199000{kind}-0000-7000-8000-' || lpad(to_hex(:{variable}::bigint), 12, '0'))::uuid]";

    private async Task<Figures> Book(int connections, TimeSpan time, CancellationToken cancellation)
    {
        var first = await slots.Supply(_supply.For(time), cancellation);
        var before = await slots.CountBookings(cancellation);
        var script = Path.Combine(_folder.FullName, "book.sql");
        await File.WriteAllTextAsync(script, Script(statement), cancellation);
        var idle = cpu.Read();
        var (code, output) = await Programs.Finish(Command(script, connections, first, time), cancellation);
        var spent = cpu.Read();
        var inserted = await slots.CountBookings(cancellation) - before;
        var (microseconds, mostOfOne) = await Latencies(cancellation);
        if (code != 0 || inserted != microseconds.Length)
        {
            throw new InvalidOperationException($"pgbench ended with {code}, ran {microseconds.Length} statements and stored {inserted} bookings: {output}");
        }

        slots.Took(first + mostOfOne * connections);
        // A machine may be too busy to let all clients in before the time is over: pgbench then says no rate.
        var perSecond = PerSecond().Match(output) is { Success: true } said ? double.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        _supply.Learn(perSecond);
        return Figures.Of(Name, connections, perSecond, microseconds) with { CpuPostgres = (spent.Postgres - idle.Postgres) / Math.Max(1, microseconds.Length) };
    }

    private ProcessStartInfo Command(string script, int connections, long first, TimeSpan time)
    {
        var pgbench = new ProcessStartInfo("pgbench",
        [
            "--no-vacuum", "--protocol=prepared", $"--client={connections}", $"--jobs={Math.Min(connections, 2)}", $"--time={time.TotalSeconds}",
            $"--file={script}", $"--define=first={first}", "--define=step=-1", $"--define=clients={connections}", "--log", $"--log-prefix={Path.Combine(_folder.FullName, "latency")}",
        ]);
        foreach (var (name, value) in new (string, string?)[]
        {
            ("PGHOST", database.Host), ("PGPORT", $"{database.Port}"), ("PGUSER", database.Username), ("PGPASSWORD", database.Password),
            ("PGDATABASE", database.Database), ("PGOPTIONS", options),
        })
        {
            pgbench.Environment[name] = value;
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

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex PerSecond();
}
