// Holds a private PostgreSQL until its standard input is closed or it is told to stop:
//   Doorward.Testing.ClusterHost DATA_FOLDER [--setting name=value]…
// Prints one line, `ready <connection string>`. Exit codes: 0 stopped, 2 refused (the reason on stderr), 3 PostgreSQL died.
using System.Runtime.InteropServices;
using Doorward.Platform.Postgres.Private;

if (args is not [var dataFolder, .. var rest])
{
    await Console.Error.WriteLineAsync("usage: Doorward.Testing.ClusterHost DATA_FOLDER [--setting name=value]…");
    return 2;
}

var told = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    var options = new PrivateClusterOptions { DataFolder = dataFolder, Settings = Settings(rest) };
    await using var cluster = await PrivateCluster.Start(options, CancellationToken.None);
    await Console.Out.WriteLineAsync($"ready {cluster.ConnectionString}");

    // Console.In reads synchronously, whatever its methods are called.
    var inputClosed = Task.Run(Console.In.ReadToEnd);
    if (await Task.WhenAny(inputClosed, told.Task, cluster.Exited) != cluster.Exited) return 0;
    await Console.Error.WriteLineAsync(await cluster.Exited);
    return 3;
}
catch (ClusterRefusal refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 2;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    told.TrySetResult();
}

static Dictionary<string, string> Settings(string[] words) => words
    .Where(word => word != "--setting")
    .Select(word => word.Split('=', 2))
    .ToDictionary(pair => pair[0], pair => pair[1]);
