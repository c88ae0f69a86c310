using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Doorward.GraphQL.Tests.Oracle;

/// <summary>Node programs beside the tests, their packages installed when first needed.</summary>
public static class Npm
{
    private static readonly SemaphoreSlim Installing = new(1);

    public static string OracleFolder => Path.Combine(Folder(), "..", "oracle");

    public static bool IsHere { get; } = Finds("node") && Finds("npm");

    public static void Absent()
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            throw new InvalidOperationException("Node is not installed, and on CI it has to be: these tests compare with npm packages.");
        }

        Assert.Skip("Node is not installed: nothing compared with npm graphql.");
    }

    public static async Task Install(string folder)
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

            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            {
                WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true,
            })!;
            var output = npm.StandardOutput.ReadToEndAsync();
            var errors = npm.StandardError.ReadToEndAsync();
            await npm.WaitForExitAsync();
            npm.ExitCode.ShouldBe(0, $"npm ci failed:\n{await output}\n{await errors}");
        }
        finally
        {
            Installing.Release();
        }
    }

    /// <summary>Runs a Node program to its end; what it printed where it succeeded, and a failed test where it did not.</summary>
    public static async Task<string> Run(string folder, params string[] arguments)
    {
        using var node = Start(folder, arguments);
        node.StandardInput.Close();
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        node.ExitCode.ShouldBe(0, $"node {string.Join(' ', arguments)}:\n{await output}\n{await errors}");
        return await output;
    }

    public static Process Start(string folder, params string[] arguments) => Process.Start(new ProcessStartInfo("node", arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private static bool Finds(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")) || File.Exists(Path.Combine(folder, program + ".cmd")));
}
