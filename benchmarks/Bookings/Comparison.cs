using Doorward.Benchmarks.Bookings.Database;
using Doorward.Benchmarks.Bookings.Ways;

namespace Doorward.Benchmarks.Bookings;

/// <summary>Every way in turn, round after round, so that whatever else the machine does meets them all.</summary>
internal static class Comparison
{
    public static async Task<int> Run(Arguments arguments, CancellationToken stop)
    {
        await using var cluster = await Cluster.Start(arguments.Repository);
        await using var all = new AllWays(arguments, cluster);
        try
        {
            var rows = await Measure(arguments, await all.SetUp(stop), stop);
            Table.Print(Console.Out, rows);
            if (arguments.JsonFile is { } file)
            {
                await File.WriteAllTextAsync(file, Table.Json(rows), stop);
            }

            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 130;
        }
        catch (InvalidOperationException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    private static async Task<IReadOnlyList<Figures>> Measure(Arguments arguments, IReadOnlyList<IWay> ways, CancellationToken stop)
    {
        foreach (var way in ways)
        {
            // Compiled, pooled and prepared before it counts.
            await way.Measure(32, TimeSpan.FromSeconds(5), stop);
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
}
