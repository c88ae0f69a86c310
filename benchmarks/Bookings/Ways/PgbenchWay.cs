using Doorward.Benchmarks.Bookings.Database;

namespace Doorward.Benchmarks.Bookings.Ways;

/// <summary>pgbench with Doorward's own statement for one booking at a time.</summary>
internal sealed class PgbenchWay(string statement, Pgbench pgbench, Slots slots) : IWay
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private readonly Supply _supply = new(expected: 5_000);  // pgbench does not end early

    public string Name => "pgbench";

    public async Task<Figures> Measure(int connections, TimeSpan time, CancellationToken cancellation)
    {
        await Book(connections, WarmUp, cancellation);
        return await Book(connections, time, cancellation);
    }

    public ValueTask DisposeAsync()
    {
        pgbench.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The statement with arrays of one element, made from the number of this client's next slot.</summary>
    internal static string Script(string statement) =>
        "\\set step :step + 1\n\\set place :first + :step * :clients + :client_id\n"
        + $"\\set number :place / {Order.Block} * {Order.Block} + :place % {Order.Block} * {Order.Stride} % {Order.Block}\n\\set applicant :number % {Ids.Applicants}\n"
        + Pgbench.Statement(
            statement, Ids.Sql(8, "number"), Ids.Sql(7, "number"), $"ARRAY['{Ids.Organization}'::uuid]", Ids.Sql(3, "applicant"), "ARRAY['']", "ARRAY[NULL::text]", "ARRAY[NULL::bytea]",
            "ARRAY['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01']", "now()", "ARRAY[NULL::uuid]");

    private async Task<Figures> Book(int connections, TimeSpan time, CancellationToken cancellation)
    {
        var first = await slots.Supply(_supply.For(time), cancellation);
        var before = await slots.CountBookings(cancellation);
        var (figures, ran, mostOfOne) = await pgbench.Run(Script(statement), connections, time, [$"first={first}", "step=-1", $"clients={connections}"], cancellation);
        var inserted = await slots.CountBookings(cancellation) - before;
        if (inserted != ran)
        {
            throw new InvalidOperationException($"pgbench ran {ran} statements and stored {inserted} bookings.");
        }

        slots.Took(first + mostOfOne * connections);
        _supply.Learn(figures.PerSecond);
        return figures;
    }
}
