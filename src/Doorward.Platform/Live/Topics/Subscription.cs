using Doorward.Platform.Events.Live;
using Doorward.Platform.Events.Log;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Live.Topics;

/// <summary>A stream of one topic on one connection: all of it after a cursor, in order, until a gap or the end.</summary>
internal sealed class Subscription(NamedTopic topic, LogCursor start, LiveConnection connection, LiveTail tail, ILogger log) : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(connection.Ended);

    public NamedTopic Topic => topic;

    public async Task Run()
    {
        var position = start;
        try
        {
            // The viewer is asked for at every event: a new token may have changed it.
            await foreach (var message in tail.Watch(start, live => topic.Tells(live) && connection.Viewer!.MaySee(live), _stop.Token))
            {
                position = message.Cursor;
                var sent = message.Event is { } live
                    ? await connection.Send(live.FrameFor(topic.Text, LiveFrames.Event))
                    : await TellOfGap(position);
                if (!sent)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Unsubscribed, or the client left.
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            log.LogWarning("A subscription cannot catch up, the database cannot be reached: {Reason}", failure.Message);
            await TellOfGap(position);
        }
#pragma warning disable CA1031 // nobody waits for this task: a fault that nobody foresaw must not end it in silence
        catch (Exception bug)
#pragma warning restore CA1031
        {
            log.LogError(bug, "A subscription failed; its client is told of a gap");
            await TellOfGap(position);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async ValueTask<bool> TellOfGap(LogCursor position)
    {
        LiveMetrics.Gap();
        connection.Forget(this);
        return await connection.Send(LiveFrames.Gap(topic.Text, position));
    }
}
