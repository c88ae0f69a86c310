using Npgsql;

namespace Doorward.Benchmarks.Support.Ingest;

/// <summary>pgbench with Doorward's own statement for one message at a time, the same mix of messages.</summary>
internal sealed class PgbenchWay(string statement, Pgbench pgbench, NpgsqlDataSource database) : IWay
{
    private readonly MessageWork _work = new(database, [null], "");
    private long _first;

    public string Name => "pgbench";

    public async Task<Figures> Measure(int connections, TimeSpan time, CancellationToken cancellation)
    {
        await Run(connections, TimeSpan.FromSeconds(2), cancellation);
        return await Run(connections, time, cancellation);
    }

    public ValueTask DisposeAsync()
    {
        pgbench.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<Figures> Run(int connections, TimeSpan time, CancellationToken cancellation)
    {
        var before = await _work.Count(cancellation);
        var (figures, ran, mostOfOne) = await pgbench.Run(Script(), connections, time, [$"first={_first}", "step=-1", $"clients={connections}"], cancellation);
        _first += (long)mostOfOne * connections;
        var stored = await _work.Count(cancellation) - before;
        return stored == ran ? figures : throw new InvalidOperationException($"pgbench ran {ran} statements and stored {stored} messages.");
    }

    private string Script() => $"""
        \set step :step + 1
        \set place :first + :step * :clients + :client_id
        \set customer :place % {Ids.Applicants}
        \set known (:place + :place / {Ids.Applicants} * 7 % 10 * {Ids.Applicants}) % {MessageWork.Conversations}
        \set opens :place % 5
        \set conversation CASE WHEN :opens = 0 THEN :place + {MessageWork.Conversations} ELSE :known END
        {Pgbench.Statement(
            statement, "ARRAY[gen_random_uuid()]", Ids.Sql(5, "conversation"), "ARRAY[:opens = 0]", $"ARRAY['{Ids.Organization}'::uuid]", Ids.Sql(3, "customer"),
            "ARRAY['customer'::text]", "ARRAY['customer-' || :customer]", "ARRAY[NULL::uuid]",
            "ARRAY['Hello, can I see the flat on Saturday morning, and is there a parking space? Number ' || :place || '.']", "ARRAY['bench-' || :place]",
            "ARRAY[sha256('same')]", "ARRAY['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01']", "now()")}
        """;
}
