using System.Diagnostics;
using Doorward.Platform.Postgres.Private;

namespace Doorward.Platform.Tests.Postgres.Private;

/// <summary>A private cluster held by another process, which can be killed.</summary>
public sealed class HostProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private HostProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    public int Pid => _process.Id;

    /// <summary><paramref name="before"/> is a program that runs the host, as in <c>runuser -u postgres --</c>.</summary>
    public static HostProcess Start(string data, string[] before)
    {
        // What a shell starts in the background ignores Ctrl-C, and so would all that the tests start.
        string[] words =
            ["env", "--default-signal=INT", .. before, Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath! : "dotnet",
             Program, data, "--setting", "shared_buffers=16MB"];
        return new HostProcess(Process.Start(new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!);
    }

    // Beside our own: artifacts/bin/<project>/<configuration>/
    public static string Program => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../Doorward.Testing.ClusterHost",
        Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "Doorward.Testing.ClusterHost.dll"));

    /// <summary>The connection string, when the cluster is ready.</summary>
    public async Task<string> Ready()
    {
        var line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return line is ['r', 'e', 'a', 'd', 'y', ' ', .. var connectionString]
            ? connectionString
            : throw new InvalidOperationException($"The host is not ready: {line} {await _error}");
    }

    public async Task<(int ExitCode, string Error)> Ended()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, await _error);
    }

    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public Task Close()
    {
        _process.StandardInput.Close();
        return _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Signal(int signal) => Libc.Signal(Pid, signal).ShouldBeTrue();

    /// <summary>What a terminal does on Ctrl-C: every process of the group gets it.</summary>
    public void SignalGroup(int signal) => Libc.Signal(-Pid, signal).ShouldBeTrue();

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
