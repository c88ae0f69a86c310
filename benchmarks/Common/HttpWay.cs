using Doorward.Benchmarks.Load;

namespace Doorward.Benchmarks;

/// <summary>A server that is asked over HTTP.</summary>
internal sealed class HttpWay(string name, Server server, IWork work, CpuTime cpu) : IWay
{
    private readonly Clients _clients = new(work);

    public string Name => name;

    public async Task<Figures> Measure(int connections, TimeSpan time, CancellationToken cancellation)
    {
        var (first, end) = await work.Ready(Clients.WarmUp + time, cancellation);
        var before = await work.Count(cancellation);
        var idle = cpu.Read(server.Id);
        var run = await _clients.Ask(server.Port, connections, first, end, time, cancellation);
        var spent = cpu.Read(server.Id);
        var stored = await work.Count(cancellation) - before;
        await work.Took(run.Next, run.PerSecond, cancellation);
        return stored is null || stored == run.Done
            ? Figures.Of(Name, connections, run.PerSecond, run.Microseconds) with
            {
                RssMb = server.MemoryMb,
                CpuServer = (spent.Server - idle.Server) / run.Done,
                CpuPostgres = (spent.Postgres - idle.Postgres) / run.Done,
            }
            : throw new InvalidOperationException($"{Name} said {run.Done} times that it was done, and stored {stored} rows.");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
