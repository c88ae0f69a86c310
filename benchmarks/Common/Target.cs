namespace Doorward.Benchmarks;

/// <summary>What docs/ promises, beside what was reached here. Nothing fails by it: a machine may be slow or busy.</summary>
internal static class Target
{
    public static string Line(string target, string reached, bool met) => $"{(met ? "met   " : "MISSED")}  {target,-60}{reached,12}";

    /// <summary>Doorward's rate against another way's, where both were measured.</summary>
    public static IEnumerable<string> AtLeast(IReadOnlyList<Figures> rows, double least, string name, int connections)
    {
        if (Row(rows, "doorward", connections) is { } doorward && Row(rows, name, connections) is { } other)
        {
            yield return Line(
                $"{connections} connections: at least {least:N1} x {name}", $"{doorward.PerSecond / other.PerSecond:N2} x", doorward.PerSecond >= least * other.PerSecond);
        }
    }

    public static Figures? Row(IReadOnlyList<Figures> rows, string name, int connections) =>
        rows.FirstOrDefault(row => row.Name == name && row.Connections == connections);
}
