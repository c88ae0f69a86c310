using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Doorward.Testing;

/// <summary>A private redis-server on a Unix socket in a temporary folder. It ends with this object, and also when this process dies.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    // sh waits for the end of its input, which comes when we close it or are no more; nothing that redis-server does can prevent that
    private const string Script = """redis-server "$@" >> server.log 2>&1 & echo $!; read -r _; kill -9 $! 2> /dev/null; wait""";

    private readonly string _folder;
    private readonly string[] _settings;
    private Process? _shell;
    private int _server;

    private RedisServer(string folder, string[] settings) => (_folder, _settings) = (folder, settings);

    /// <summary>Whether this machine has one.</summary>
    public static bool IsHere { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "redis-server")));

    /// <summary>Its socket.</summary>
    public string SocketPath => Path.Combine(_folder, "s");

    /// <summary>Its URL, without user and password.</summary>
    public string Url => $"unix://{SocketPath}";

    /// <summary>Where it keeps its files.</summary>
    public string Folder => _folder;

    /// <summary>Starts one, without persistence unless the settings (<c>--appendonly yes</c>) say so.</summary>
    public static async Task<RedisServer> Start(params string[] settings)
    {
        Assert.SkipUnless(IsHere || Environment.GetEnvironmentVariable("CI") == "true", "redis-server is not installed.");
        var server = new RedisServer(Directory.CreateTempSubdirectory("redis-").FullName, settings);
        await server.Restart();
        return server;
    }

    /// <summary>Starts it, again after <see cref="Kill"/>; what it had in memory only is gone.</summary>
    public async Task Restart()
    {
        _shell = Process.Start(new ProcessStartInfo(
            "sh", ["-c", Script, "sh", "--port", "0", "--unixsocket", SocketPath, "--dir", _folder, "--save", "", .. _settings])
        {
            WorkingDirectory = _folder, RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        _server = int.Parse((await _shell.StandardOutput.ReadLineAsync())!);
        if (!await Eventually.Is(async () => HasEnded() || await Answers(), TimeSpan.FromSeconds(60)) || HasEnded())
        {
            var log = await File.ReadAllTextAsync(Path.Combine(_folder, "server.log"));
            await DisposeAsync();
            throw new InvalidOperationException("redis-server did not start: " + log);
        }
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task Kill()
    {
        if (_shell is { } shell)
        {
            _shell = null;
            shell.StandardInput.Close();
            await shell.WaitForExitAsync();
            shell.Dispose();
            File.Delete(SocketPath);
        }
    }

    /// <summary>Stops it in the middle of whatever it does; connections stay open.</summary>
    public void Pause() => Signal(_server, 19);

    /// <summary>Lets it go on.</summary>
    public void Resume() => Signal(_server, 18);

    /// <summary>Ends it and removes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        await Kill();
        Directory.Delete(_folder, recursive: true);
    }

    private bool HasEnded() => File.ReadAllText($"/proc/{_server}/stat").Contains(") Z ", StringComparison.Ordinal);

    private async Task<bool> Answers()
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
            await socket.SendAsync("PING\r\n"u8.ToArray());
            var answer = new byte[64];
            var length = await socket.ReceiveAsync(answer);
            var said = Encoding.ASCII.GetString(answer, 0, length);
            return said.StartsWith('+') || said.StartsWith("-NOAUTH", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void Signal(int process, int signal)
    {
        if (Send(process, signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} did not reach process {process}.");
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Send(int process, int signal);
}
