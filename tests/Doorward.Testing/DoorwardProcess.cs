using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Doorward.Platform.Identity.SigningKeys;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Postgres.Private;
using Npgsql;

namespace Doorward.Testing;

/// <summary>The program itself in a process of its own, which can be killed.</summary>
public sealed class DoorwardProcess : IFrontDoor, IAsyncDisposable
{
    private const string Listens = "Doorward listens on ";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);

    // What a test leaves behind when it fails ends with the tests at the latest.
    private static readonly ConcurrentDictionary<DoorwardProcess, bool> Running = new();

    private readonly Process _process;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("doorward-node-");
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<Uri> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private NpgsqlDataSource? _database;
    private OwnIssuer? _issuer;

    static DoorwardProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var left in Running.Keys.Where(node => !node._process.HasExited))
        {
            left._process.Kill();
        }
    };

    private DoorwardProcess(string? connectionString, string? dataFolder, int port, IReadOnlyDictionary<string, string> settings, string[] arguments)
    {
        var start = Program([.. arguments, "--urls", $"http://127.0.0.1:{port}"]);
        start.WorkingDirectory = _folder.FullName;
        Name(start, "DATABASE_URL", connectionString);
        Name(start, "DOORWARD_DATA", dataFolder);
        foreach (var (variable, value) in settings)
        {
            Name(start, variable, value);
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        Running[this] = true;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
    }

    public Uri Address { get; private set; } = null!;

    public HttpMessageInvoker Http { get; }

    public NpgsqlDataSource Database => _database!;

    public OwnIssuer Issuer => _issuer!;

    public TimeProvider Clock => TimeProvider.System;

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>All that it wrote so far, to stdout and to stderr.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    // Beside our own: artifacts/bin/<project>/<configuration>/
    private static string Dll => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../Doorward", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "Doorward.dll"));

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="connectionString">The database; left out: its own PostgreSQL on <paramref name="dataFolder"/>.</param>
    /// <param name="dataFolder">DOORWARD_DATA.</param>
    /// <param name="port">Left out: a free one.</param>
    /// <param name="settings">More environment variables.</param>
    /// <param name="arguments">In front of the address, such as a verb.</param>
    public static async Task<DoorwardProcess> Start(
        string? connectionString = null, string? dataFolder = null, int port = 0, IReadOnlyDictionary<string, string>? settings = null, params string[] arguments)
    {
        // A busy machine may take long to let somebody in; that is not what is tested.
        connectionString = connectionString is null ? null : new NpgsqlConnectionStringBuilder(connectionString) { Timeout = 120 }.ConnectionString;
        var node = new DoorwardProcess(connectionString, dataFolder, port, await TestBus.With(settings, connectionString), arguments);
        try
        {
            var ended = node._process.WaitForExitAsync();
            if (await Task.WhenAny(node._listens.Task, ended).WaitAsync(StartLimit) == ended)
            {
                throw new InvalidOperationException("It ended instead of listening.");
            }

            node.Address = await node._listens.Task;
            if (!await Eventually.Is(node.IsReady, StartLimit))
            {
                throw new InvalidOperationException("It listens but is never ready.");
            }

            node._database = NpgsqlDataSource.Create(connectionString ?? await OfItsOwn(dataFolder!));
            node._issuer = await SigningKeys.Load(node._database, TimeProvider.System, CancellationToken.None);
            return node;
        }
        catch (Exception failure)
        {
            await node.DisposeAsync();
            throw new InvalidOperationException($"{failure.Message} It said:\n{node.Said}", failure);
        }
    }

    /// <summary>Runs a command of the program to its end.</summary>
    public static async Task<(int ExitCode, string Said)> Run(string? connectionString, string? dataFolder, params string[] arguments)
    {
        var start = Program(arguments);
        Name(start, "DATABASE_URL", connectionString);
        Name(start, "DOORWARD_DATA", dataFolder);
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said));
    }

    public async Task<bool> IsReady()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, "/health/ready"));
        try
        {
            using var response = await Http.SendAsync(request, CancellationToken.None);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>kill -9: no goodbye to anybody.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM.</summary>
    /// <returns>Its exit code and how long it took.</returns>
    public async Task<(int ExitCode, TimeSpan After)> Stop()
    {
        var begun = Stopwatch.GetTimestamp();
        using (var kill = Process.Start("kill", ["-TERM", $"{Pid}"]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        return (_process.ExitCode, Stopwatch.GetElapsedTime(begun));
    }

    public async ValueTask DisposeAsync()
    {
        Running.TryRemove(this, out _);
        if (!_process.HasExited)
        {
            await Stop();
        }

        _process.Dispose();
        Http.Dispose();
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Delete(recursive: true);
    }

    private static async Task<string> OfItsOwn(string dataFolder)
    {
        await using var beside = await PrivateCluster.Join(new PrivateClusterOptions { DataFolder = dataFolder }, CancellationToken.None);
        return beside.ConnectionString;
    }

    private static ProcessStartInfo Program(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Dll, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("DOORWARD_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_TieredPGO"] = "0"; // it lives for seconds, as the tests do
        return start;
    }

    private static void Name(ProcessStartInfo start, string variable, string? value)
    {
        start.Environment.Remove(variable);
        if (value is not null)
        {
            start.Environment[variable] = value;
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_said)
        {
            _said.AppendLine(line);
        }

        if (line.StartsWith(Listens, StringComparison.Ordinal))
        {
            _listens.TrySetResult(new Uri(line[Listens.Length..].Split(',')[0]));
        }
    }
}
