using Doorward.Platform.Events;
using Doorward.Platform.Events.Log;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Live.Presence;

/// <summary>
/// Tells the other nodes who is where: at most five NOTIFYs a second and only when something changed, and every ten seconds all of it again. It
/// may fail for as long as it likes: presence is then of this node alone.
/// </summary>
internal sealed class RoomBell(Rooms rooms, NpgsqlDataSource database, Node node, TimeProvider time, ILogger<RoomBell> log) : BackgroundService, INodeListener
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    public string Channel => "doorward_rooms";

    public void Hear(string payload)
    {
        if (RoomNews.Read(payload) is { } news && news.Node != node.Id)
        {
            rooms.Hear(news);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lastRound = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.WhenAny(rooms.News, Task.Delay(Round, time, stoppingToken));
                var round = time.GetElapsedTime(lastRound) >= Round;
                if (round)
                {
                    rooms.Forget();
                    lastRound = time.GetTimestamp();
                }

                var (changed, typing) = rooms.TakeNews(round);
                foreach (var payload in RoomNews.Write(node.Id, changed, typing))
                {
                    await using var command = database.CreateCommand("SELECT pg_notify('doorward_rooms', $1)");
                    command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = payload });
                    await command.ExecuteNonQueryAsync(stoppingToken);
                }

                await Task.Delay(Between, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                log.LogWarning("Other nodes are not told who is present: {Reason}", failure.Message);
                await Task.Delay(Round, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
