using System.Diagnostics;
using Doorward.Benchmarks.Bookings.Database;
using Doorward.Benchmarks.Bookings.Load;

namespace Doorward.Benchmarks.Bookings.Ways;

/// <summary>A server in a process of its own, asked over HTTP.</summary>
internal sealed class HttpWay(string name, Process server, int port, Slots slots, Clients clients, CpuTime cpu) : IWay
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Supply _supply = new();

    public string Name => name;

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<HttpWay> Start(string name, Func<int, Process> start, Slots slots, Clients clients, CpuTime cpu, CancellationToken cancellation)
    {
        var port = Programs.FreePort();
        var server = start(port);
        // Its words are kept from filling the pipe.
        _ = Task.Run(() => server.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancellation), cancellation);
        for (var began = Stopwatch.GetTimestamp(); ; await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellation))
        {
            try
            {
                using var connection = new Connection();
                await connection.Connect(port, cancellation);
                return new HttpWay(name, server, port, slots, clients, cpu);
            }
            catch (System.Net.Sockets.SocketException) when (!server.HasExited && Stopwatch.GetElapsedTime(began) < Patience)
            {
                // Not yet.
            }
        }
    }

    public async Task<Figures> Measure(int connections, TimeSpan time, CancellationToken cancellation)
    {
        var supply = _supply.For(Supply.WarmUp + time);
        var first = await slots.Supply(supply, cancellation);
        var before = await slots.CountBookings(cancellation);
        var idle = cpu.Read(server.Id);
        var run = await clients.Book(port, connections, first, first + supply, Supply.WarmUp, time, cancellation);
        var spent = cpu.Read(server.Id);
        slots.Took(run.NextSlot);
        _supply.Learn(run.PerSecond);
        var inserted = await slots.CountBookings(cancellation) - before;
        return inserted == run.Booked
            ? Figures.Of(Name, connections, run.PerSecond, run.Microseconds) with
            {
                RssMb = Programs.MemoryMb(server),
                CpuServer = (spent.Server - idle.Server) / run.Booked,
                CpuPostgres = (spent.Postgres - idle.Postgres) / run.Booked,
            }
            : throw new InvalidOperationException($"{Name} answered 201 {run.Booked} times and stored {inserted} bookings.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!server.HasExited)
        {
            using var kill = Process.Start("kill", server.Id.ToString());
            await server.WaitForExitAsync();
        }

        server.Dispose();
    }
}
