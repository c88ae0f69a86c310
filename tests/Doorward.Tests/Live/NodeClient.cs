using System.Diagnostics;
using Doorward.Tests.Contracts;

namespace Doorward.Tests.Live;

/// <summary>Runs a script with the packages of node/package-lock.json.</summary>
internal static class NodeClient
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Doorward.Tests", "Live", "node");
    private static readonly Lazy<Task> Installed = new(Install);

    public static async Task<(int ExitCode, string Said)> Run(string script, params string[] arguments)
    {
        var node = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "node")));
        // Where the build must be complete, a missing Node is a failure and not a gap.
        Assert.SkipUnless(node || Environment.GetEnvironmentVariable("CI") == "true", "Node is not installed.");
        await Installed.Value;
        return await Start("node", [script, .. arguments]);
    }

    private static async Task Install()
    {
        // npm writes this file last; a lock file that is newer came with a later commit
        var done = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (!done.Exists || done.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            var (installed, said) = await Start("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
            installed.ShouldBe(0, said);
        }
    }

    private static async Task<(int ExitCode, string Said)> Start(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said));
    }
}
