using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Doorward.Tests.Docs;

/// <summary>The README's tour, as a newcomer would type it: the same commands, another port and another data folder.</summary>
public sealed partial class TourTests
{
    [Fact]
    public async Task The_tour_of_the_README_works_word_for_word()
    {
        var root = Root(AppContext.BaseDirectory);
        var blocks = Blocks().Matches(await File.ReadAllTextAsync(Path.Combine(root, "README.md")))
            .Select(match => (Commands: match.Groups[1].Value, Expected: match.Groups[2].Value)).ToList();
        blocks.Count.ShouldBeGreaterThan(5);
        blocks[0].Commands.Trim().ShouldBe("./run --demo");

        var port = FreePort();
        var data = Directory.CreateTempSubdirectory("doorward tour ").FullName;
        File.SetUnixFileMode(data, (UnixFileMode)0b111_101_101);
        using var server = Start(root, port, data, blocks[0].Commands);
        try
        {
            var welcome = await Until(server, "Its data is in");
            Expect(welcome, blocks[0].Expected.Replace("8080", $"{port}"));

            var script = string.Join("\n", blocks.Skip(1).Select((block, n) => $"echo '== {n + 1}'\n{block.Commands.Replace("8080", $"{port}")}"));
            using var visitor = Start(root, port, data, $"set -euo pipefail\n{script}");
            var output = await visitor.StandardOutput.ReadToEndAsync();
            var errors = await visitor.StandardError.ReadToEndAsync();
            await visitor.WaitForExitAsync();
            visitor.ExitCode.ShouldBe(0, output + errors);

            var parts = Regex.Split(output, @"^== \d+\n", RegexOptions.Multiline).Skip(1).ToList();
            for (var n = 0; n < parts.Count; n++)
            {
                Expect(parts[n], blocks[n + 1].Expected);
            }
        }
        finally
        {
            using var stop = Process.Start("kill", ["-TERM", $"{server.Id}"]);
            await stop.WaitForExitAsync();
            await server.WaitForExitAsync();
            Directory.Delete(data, recursive: true);
        }

        server.ExitCode.ShouldBe(0);
    }

    private static void Expect(string output, string expected)
    {
        foreach (var line in expected.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            output.ShouldContain(line);
        }
    }

    private static async Task<string> Until(Process server, string line)
    {
        var seen = "";
        while (await server.StandardOutput.ReadLineAsync() is { } next)
        {
            seen += next + "\n";
            if (next.Contains(line, StringComparison.Ordinal))
            {
                return seen;
            }
        }

        throw new InvalidOperationException($"The server ended: {seen}{await server.StandardError.ReadToEndAsync()}");
    }

    private static Process Start(string root, int port, string data, string commands)
    {
        var start = new ProcessStartInfo("bash", ["-c", commands.Trim().StartsWith("./run", StringComparison.Ordinal) ? $"exec {commands.Trim()}" : commands])
        {
            WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = $"http://localhost:{port}";
        start.Environment["DOORWARD_DATA"] = data;
        start.Environment.Remove("DATABASE_URL");
        start.Environment.Remove("DOORWARD_TEST_POSTGRES");
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Doorward.slnx")) ? folder : Root(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(@"^```sh\n(.*?)^```\n(?:```text\n(.*?)^```\n)?", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();
}
