using System.Text.Json;

namespace Doorward.Benchmarks;

/// <summary>The figures as a person and as a program read them.</summary>
internal static class Table
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static string Json(IReadOnlyList<Figures> rows) => JsonSerializer.Serialize(
        rows.Select(row => new
        {
            row.Name,
            row.Connections,
            PerSecond = Math.Round(row.PerSecond, 1),
            P50Ms = Math.Round(row.P50Ms, 3),
            P99Ms = Math.Round(row.P99Ms, 3),
            row.RssMb,
        }), Snake) + "\n";

    /// <param name="what">What is counted, such as bookings.</param>
    public static void Print(TextWriter to, IReadOnlyList<Figures> rows, string what)
    {
        to.WriteLine();
        to.WriteLine($"{"way",-17}{"connections",11}{what + "/s",12}{"p50 ms",9}{"p99 ms",9}{"RSS MB",9}{"server us",11}{"database us",13}   doorward is");
        foreach (var row in rows)
        {
            var doorward = rows.FirstOrDefault(other => other.Name == "doorward" && other.Connections == row.Connections);
            var ratio = doorward is null || doorward == row ? "" : $"   {doorward.PerSecond / row.PerSecond:N2} x";
            to.WriteLine($"{row.Name,-17}{row.Connections,11}{row.PerSecond,12:N0}{row.P50Ms,9:N2}{row.P99Ms,9:N2}{row.RssMb,9:N0}{row.CpuServer,11:N0}{row.CpuPostgres,13:N0}{ratio}");
        }

        to.WriteLine($"us: processor time that the server and PostgreSQL spend on one of the {what}");
        to.WriteLine();
    }
}
