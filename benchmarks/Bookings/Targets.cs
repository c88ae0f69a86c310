namespace Doorward.Benchmarks.Bookings;

/// <summary>What docs/ promises of bookings.</summary>
internal static class Targets
{
    public static IEnumerable<string> Of(IReadOnlyList<Figures> rows)
    {
        foreach (var (name, connections, least) in new[] { ("usual-bare", 32, 2.5), ("usual-same-work", 32, 4.0), ("pgbench", 32, 1.5), ("usual-bare", 1, 1.0) })
        {
            foreach (var line in Target.AtLeast(rows, least, name, connections))
            {
                yield return line;
            }
        }

        if (Target.Row(rows, "doorward", 32) is { } busy)
        {
            yield return Target.Line("32 connections: p99 at most 20 ms", $"{busy.P99Ms:N1} ms", busy.P99Ms <= 20);
        }
    }
}
