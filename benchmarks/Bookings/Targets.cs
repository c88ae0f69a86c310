namespace Doorward.Benchmarks.Bookings;

/// <summary>What docs/ promises, beside what was reached here. Nothing fails by it: a machine may be slow or busy.</summary>
internal static class Targets
{
    public static IEnumerable<string> Of(IReadOnlyList<Figures> rows)
    {
        foreach (var (name, connections, least) in new[] { ("usual-bare", 32, 2.5), ("usual-same-work", 32, 4.0), ("pgbench", 32, 1.5), ("usual-bare", 1, 1.0) })
        {
            if (Row(rows, "doorward", connections) is { } doorward && Row(rows, name, connections) is { } other)
            {
                yield return Line(
                    $"{connections} connections: at least {least:N1} x {name}", $"{doorward.PerSecond / other.PerSecond:N2} x", doorward.PerSecond >= least * other.PerSecond);
            }
        }

        if (Row(rows, "doorward", 32) is { } busy)
        {
            yield return Line("32 connections: p99 at most 20 ms", $"{busy.P99Ms:N1} ms", busy.P99Ms <= 20);
        }
    }

    private static Figures? Row(IReadOnlyList<Figures> rows, string name, int connections) =>
        rows.FirstOrDefault(row => row.Name == name && row.Connections == connections);

    private static string Line(string target, string reached, bool met) => $"{(met ? "met   " : "MISSED")}  {target,-48}{reached,10}";
}
