namespace Doorward.Benchmarks;

/// <summary>Processor time as the kernel counts it: on a busy machine the one figure that does not depend on who else runs.</summary>
internal sealed class CpuTime(int postmaster)
{
    private const double MicrosecondsPerTick = 10_000;

    /// <summary>Microseconds so far, of servers if there are any and of PostgreSQL's processes, those too that have ended.</summary>
    public (double Server, double Postgres) Read(params IEnumerable<int> servers) => (servers.Sum(process => Sum(Stat(process), 13, 14)), OfPostgres());

    private double OfPostgres() => Sum(Stat(postmaster), 13, 16) + Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var process) ? Stat(process) : [])
        .Where(stat => stat.Length > 16 && stat[3] == $"{postmaster}")
        .Sum(stat => Sum(stat, 13, 14));

    private static double Sum(string[] stat, int first, int last) =>
        stat.Length > last ? stat[first..(last + 1)].Sum(double.Parse) * MicrosecondsPerTick : 0;

    // The second field is a name in brackets, which may hold spaces.
    private static string[] Stat(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return ["", .. line[(line.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Prepend("")];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
