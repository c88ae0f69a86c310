using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Doorward.Benchmarks;

/// <summary>The other processes of the comparison.</summary>
internal static class Programs
{
    public static string Dll(string repository, string name) => Path.Combine(repository, "artifacts/bin", name, "release", $"{name}.dll");

    public static Process Start(string dll, IEnumerable<string> arguments, bool holdInput = false, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments]) { RedirectStandardInput = holdInput, RedirectStandardOutput = true };
        // Ours alone: it suits a load generator, not a server.
        start.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static async Task<(int Code, string Output)> Finish(ProcessStartInfo start, CancellationToken cancellation)
    {
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, output);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Resident memory of a process, as the kernel counts it.</summary>
    public static double MemoryMb(Process process)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return Math.Round(double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024, 1);
    }
}
