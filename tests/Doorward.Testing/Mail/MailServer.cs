using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Shouldly;

namespace Doorward.Testing;

/// <summary>A real mail server: npm smtp-server, reading what it gets with npm mailparser and ical.js. What it does depends on the recipient's name.</summary>
public sealed class MailServer : IAsyncDisposable
{
    private static readonly SemaphoreSlim Installing = new(1);

    private readonly Process _process;
    private readonly Channel<JsonNode> _news = System.Threading.Channels.Channel.CreateUnbounded<JsonNode>();
    private readonly ConcurrentQueue<JsonNode> _mails = new();

    private MailServer(Process process) => _process = process;

    public int Port { get; private set; }

    /// <summary>Everything it was given so far, whether or not it took it.</summary>
    public IReadOnlyList<JsonNode> Mails => [.. _mails];

    /// <param name="options">security, auth, connect, from, ascii, key and cert: see mail.mjs.</param>
    public static async Task<MailServer> Start(JsonObject? options = null)
    {
        await Install();
        var process = Process.Start(new ProcessStartInfo("node", ["mail.mjs", (options ?? []).ToJsonString()])
        {
            WorkingDirectory = Folder(), RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var server = new MailServer(process);
        process.OutputDataReceived += (_, line) => server.Hear(line.Data);
        process.BeginOutputReadLine();
        process.ErrorDataReceived += (_, line) => server.Hear(line.Data is null ? null : new JsonObject { ["error"] = line.Data }.ToJsonString());
        process.BeginErrorReadLine();
        server.Port = (int)(await server.Next("port"))!;
        return server;
    }

    /// <summary>The next thing of that kind that it tells.</summary>
    public async Task<JsonNode> Next(string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var news in _news.Reader.ReadAllAsync(patience.Token))
        {
            if (news[what] is { } told)
            {
                return told;
            }

            news["error"].ShouldBeNull(news.ToJsonString());
        }

        throw new InvalidOperationException("The mail server ended.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(patience.Token);
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null || !line.StartsWith('{'))
        {
            return;
        }

        var news = JsonNode.Parse(line)!;
        if (news["mail"] is { } mail)
        {
            _mails.Enqueue(mail);
        }

        _news.Writer.TryWrite(news);
    }

    private static async Task Install()
    {
        await Installing.WaitAsync();
        try
        {
            if (File.Exists(Path.Combine(Folder(), "node_modules", ".package-lock.json")))
            {
                return;
            }

            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            {
                WorkingDirectory = Folder(), RedirectStandardError = true, RedirectStandardOutput = true,
            })!;
            var said = await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
            await npm.WaitForExitAsync();
            npm.ExitCode.ShouldBe(0, string.Concat(said));
        }
        finally
        {
            Installing.Release();
        }
    }

    private static string Folder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "servers");
}
