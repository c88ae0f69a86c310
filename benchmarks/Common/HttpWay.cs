using Doorward.Benchmarks.Load;

namespace Doorward.Benchmarks;

/// <summary>One server, or several on one database, that are asked over HTTP.</summary>
internal sealed class HttpWay(string name, IReadOnlyList<Server> servers, IWork work, CpuTime cpu) : IWay
{
    private readonly Clients _clients = new(work);

    public HttpWay(string name, Server server, IWork work, CpuTime cpu)
        : this(name, [server], work, cpu)
    {
    }

    public string Name => name;

    public async Task<Figures> Measure(int connections, TimeSpan time, CancellationToken cancellation)
    {
        var (first, end) = await work.Ready(Clients.WarmUp + time, cancellation);
        var before = await work.Count(cancellation);
        var idle = cpu.Read(servers.Select(server => server.Id));
        var run = await _clients.Ask([.. servers.Select(server => server.Port)], connections, first, end, time, cancellation);
        var spent = cpu.Read(servers.Select(server => server.Id));
        var stored = await work.Count(cancellation) - before;
        await work.Took(run.Next, run.PerSecond, cancellation);
        return stored is null || stored == run.Done
            ? Figures.Of(Name, connections, run.PerSecond, run.Microseconds) with
            {
                RssMb = servers.Sum(server => server.MemoryMb),
                CpuServer = (spent.Server - idle.Server) / run.Done,
                CpuPostgres = (spent.Postgres - idle.Postgres) / run.Done,
            }
            : throw new InvalidOperationException($"{Name} said {run.Done} times that it was done, and stored {stored} rows.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }
    }
}
