namespace Doorward.Benchmarks;

/// <summary>One row of the table; processor time is in microseconds each.</summary>
internal sealed record Figures(string Name, int Connections, double PerSecond, double P50Ms, double P99Ms, double? RssMb, double? CpuServer, double CpuPostgres)
{
    /// <summary>The median of each figure over the rounds.</summary>
    public static Figures MedianOf(IReadOnlyCollection<Figures> rounds)
    {
        var any = rounds.First();
        return any with
        {
            PerSecond = Median(rounds.Select(round => round.PerSecond)),
            P50Ms = Median(rounds.Select(round => round.P50Ms)),
            P99Ms = Median(rounds.Select(round => round.P99Ms)),
            RssMb = any.RssMb is null ? null : Median(rounds.Select(round => round.RssMb!.Value)),
            CpuServer = any.CpuServer is null ? null : Median(rounds.Select(round => round.CpuServer!.Value)),
            CpuPostgres = Median(rounds.Select(round => round.CpuPostgres)),
        };
    }

    /// <summary>From latencies in microseconds.</summary>
    public static Figures Of(string name, int connections, double perSecond, int[] microseconds)
    {
        Array.Sort(microseconds);
        return new(name, connections, perSecond, At(0.50), At(0.99), null, null, 0);

        double At(double share) => microseconds.Length == 0 ? 0 : microseconds[(int)((microseconds.Length - 1) * share)] / 1000.0;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
