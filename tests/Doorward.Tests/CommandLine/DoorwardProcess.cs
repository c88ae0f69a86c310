using System.Diagnostics;

namespace Doorward.Tests.CommandLine;

/// <summary>The real program as a process of its own.</summary>
internal sealed class DoorwardProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private DoorwardProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    // Beside our own: artifacts/bin/<project>/<configuration>/
    private static string Program => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../Doorward", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "Doorward.dll"));

    public static DoorwardProcess Start(string[] arguments, params (string Name, string? Value)[] environment)
    {
        // What a shell starts in the background ignores Ctrl-C, and so would all that the tests start.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Program, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("DOORWARD", StringComparison.Ordinal) || name.StartsWith("ASPNETCORE", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new DoorwardProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> Run(string[] arguments, params (string Name, string? Value)[] environment)
    {
        using var process = Start(arguments, environment);
        var output = await process._process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return (await process.Ended(), output, await process._error);
    }

    /// <summary>The address it says it listens on.</summary>
    public async Task<Uri> Listens()
    {
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("Doorward listens on ", StringComparison.Ordinal))
            {
                return new Uri(line["Doorward listens on ".Length..].Split(',')[0].Replace("[::]", "localhost"));
            }
        }

        throw new InvalidOperationException($"It does not listen: {await _error}");
    }

    public async Task Signal(int signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        kill.ExitCode.ShouldBe(0);
    }

    public async Task<int> Ended()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
