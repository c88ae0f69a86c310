namespace Doorward.Benchmarks;

/// <summary>Every way in turn, round after round, so that whatever else the machine does meets them all.</summary>
internal static class Comparison
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    /// <returns>The medians of each way.</returns>
    public static async Task<IReadOnlyList<Figures>> Measure(Arguments arguments, IReadOnlyList<IWay> ways, CancellationToken stop)
    {
        foreach (var way in ways)
        {
            // Compiled (in .NET twice, the second time by what the first has learnt), pooled and prepared before it counts.
            await way.Measure(32, WarmUp, stop);
        }

        var rounds = new List<Figures>();
        for (var round = 1; round <= arguments.Rounds; round++)
        {
            foreach (var connections in arguments.Connections)
            {
                foreach (var way in ways)
                {
                    var figures = await way.Measure(connections, TimeSpan.FromSeconds(arguments.Seconds), stop);
                    rounds.Add(figures);
                    await Console.Error.WriteLineAsync(
                        $"round {round} of {arguments.Rounds}: {figures.Name,-16}{connections,4} connections {figures.PerSecond,8:N0}/s  p99 {figures.P99Ms:N1} ms  cpu {figures.CpuServer:N0} + {figures.CpuPostgres:N0} us");
                }
            }
        }

        return [.. rounds.GroupBy(row => (row.Name, row.Connections)).Select(group => Figures.MedianOf([.. group]))];
    }

    /// <summary>Prints what was measured and what was promised, and writes the file that was asked for.</summary>
    public static async Task Tell(Arguments arguments, IReadOnlyList<Figures> rows, string what, IEnumerable<string> targets)
    {
        Table.Print(Console.Out, rows, what);
        foreach (var target in targets)
        {
            await Console.Out.WriteLineAsync(target);
        }

        if (arguments.JsonFile is { } file)
        {
            await File.WriteAllTextAsync(file, Table.Json(rows));
        }
    }
}
