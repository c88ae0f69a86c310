using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Events.Log;

/// <summary>
/// Wakes the other nodes: a few times a second, and only when this node committed something, one NOTIFY; and hears theirs.
/// It may fail for as long as it likes: the readers' slow poll stands behind it.
/// </summary>
internal sealed class NodeBell(
    NpgsqlDataSource database, LogSignal signal, Node node, TimeProvider time, ILogger<NodeBell> log, IEnumerable<INodeListener> listeners) : BackgroundService
{
    private const string Channel = "doorward_log";

    private readonly INodeListener[] _listeners = [.. listeners];

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Forever(Ring, stoppingToken), Forever(Hear, stoppingToken));

    private async Task Forever(Func<CancellationToken, Task> round, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await round(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or IOException or TimeoutException)
            {
                log.LogWarning("The bell between nodes is silent ({Reason}); readers poll meanwhile", failure.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Ring(CancellationToken stopping)
    {
        var told = 0L;
        while (true)
        {
            var next = signal.Next;
            if (signal.Pulses == told)
            {
                await next.WaitAsync(stopping);
                continue;
            }

            told = signal.Pulses;
            await using (var command = database.CreateCommand("SELECT pg_notify('doorward_log', $1)"))
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = node.Id.ToString() });
                await command.ExecuteNonQueryAsync(stopping);
            }

            await Task.Delay(Between, time, stopping);
        }
    }

    private async Task Hear(CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        connection.Notification += (_, bell) =>
        {
            if (bell.Channel != Channel)
            {
                Array.Find(_listeners, listener => listener.Channel == bell.Channel)?.Hear(bell.Payload);
            }
            else if (bell.Payload != node.Id.ToString())
            {
                signal.Wake();
                signal.Jobs.Wake();
            }
        };
        foreach (var channel in _listeners.Select(listener => listener.Channel).Prepend(Channel))
        {
            await using var listen = new NpgsqlCommand($"LISTEN {channel}", connection);
            await listen.ExecuteNonQueryAsync(stopping);
        }

        while (true)
        {
            await connection.WaitAsync(stopping);
        }
    }
}
