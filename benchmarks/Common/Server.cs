using System.Diagnostics;
using System.Net.Sockets;
using Doorward.Benchmarks.Load;
using Npgsql;

namespace Doorward.Benchmarks;

/// <summary>A server in a process of its own.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private Server(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public int Id => _process.Id;

    /// <summary>Resident memory, as the kernel counts it.</summary>
    public double MemoryMb => Programs.MemoryMb(_process);

    /// <summary>Doorward on a database, as anybody would start it; or in one role only, as where the other has a machine of its own.</summary>
    public static Task<Server> Doorward(string repository, NpgsqlConnectionStringBuilder database, CancellationToken cancellation, string roles = "web,workers") => Start(
        port => Programs.Start(
            Programs.Dll(repository, "Doorward"), ["serve", "--roles", roles, "--urls", $"http://127.0.0.1:{port}"], environment: ("DATABASE_URL", database.ConnectionString)),
        cancellation);

    /// <summary>Brings a database to Doorward's schema.</summary>
    public static async Task Migrate(string repository, NpgsqlConnectionStringBuilder database, CancellationToken cancellation)
    {
        using var migrate = Programs.Start(Programs.Dll(repository, "Doorward"), ["migrate"], environment: ("DATABASE_URL", database.ConnectionString));
        await migrate.WaitForExitAsync(cancellation);
    }

    /// <summary>Starts one at a free port and waits until it listens.</summary>
    public static async Task<Server> Start(Func<int, Process> start, CancellationToken cancellation)
    {
        var port = Programs.FreePort();
        var process = start(port);
        // Its words are kept from filling the pipe.
        _ = Task.Run(() => process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancellation), cancellation);
        for (var began = Stopwatch.GetTimestamp(); ; await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellation))
        {
            try
            {
                using var connection = new Connection();
                await connection.Connect(port, cancellation);
                return new Server(process, port);
            }
            catch (SocketException) when (!process.HasExited && Stopwatch.GetElapsedTime(began) < Patience)
            {
                // Not yet.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", _process.Id.ToString());
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
