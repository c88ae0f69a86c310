using System.Diagnostics;

namespace Doorward.Testing;

/// <summary>A server from npm beside the tests, for as long as this object lives. Its packages are installed when first needed, by its lock file.</summary>
public sealed class NodeProgram : IAsyncDisposable
{
    private static readonly SemaphoreSlim Installing = new(1);

    private readonly Process _process;

    private NodeProgram(Process process, string firstLine) => (_process, FirstLine) = (process, firstLine);

    /// <summary>Whether this machine can run one.</summary>
    public static bool IsHere { get; } = Finds("node") && Finds("npm");

    /// <summary>What it said when it was ready: its address.</summary>
    public string FirstLine { get; }

    /// <summary>Starts <c>server.mjs</c> (or another file) of a folder with package.json and package-lock.json; it ends when its input does.</summary>
    public static async Task<NodeProgram> Start(string folder, string file = "server.mjs", IReadOnlyDictionary<string, string>? environment = null)
    {
        await Install(folder);
        var start = new ProcessStartInfo("node", [file]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        return await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } said
            ? new NodeProgram(process, said)
            : throw new InvalidOperationException($"{file} ended instead of serving.");
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task Install(string folder)
    {
        await Installing.WaitAsync();
        try
        {
            // npm writes this file last; a lock file that is newer came with a later commit
            var done = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
            if (done.Exists && done.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
            {
                return;
            }

            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]) { WorkingDirectory = folder })!;
            await npm.WaitForExitAsync();
            if (npm.ExitCode != 0)
            {
                throw new InvalidOperationException($"npm ci failed in {folder}.");
            }
        }
        finally
        {
            Installing.Release();
        }
    }

    private static bool Finds(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
