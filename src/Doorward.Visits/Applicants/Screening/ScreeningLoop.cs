using Doorward.Platform.Queues;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Doorward.Visits.Applicants.Screening;

/// <summary>
/// Receives what the screening system sends, for as long as the node runs. Any number of nodes do so side by side: who has a message, has it alone, and
/// whoever gets it a second time finds its event.
/// </summary>
internal sealed class ScreeningLoop(
    SqsClient queue, ScreeningBatches batches, QueueOutages outages, ScreeningSettings settings, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<ScreeningLoop> log) : BackgroundService
{
    // A wait that is over at once, again and again, is a server that does not wait.
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not only when its turn comes: what is received while requests finish would have to be handed back.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        await Task.WhenAll(Enumerable.Range(0, settings.Receivers).Select(_ => Follow(stop.Token)));
    }

    private async Task Follow(CancellationToken stopping)
    {
        var (failures, foreign) = (0, 0);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var asked = time.GetTimestamp();
                var messages = await queue.Receive(stopping);
                outages.Receiving.Works();
                failures = 0;
                if (messages.Count == 0)
                {
                    ScreeningMetrics.Oldest(TimeSpan.Zero);
                    await time.Wait(time.GetElapsedTime(asked) < AtOnce ? Breath : TimeSpan.Zero, stopping);
                    continue;
                }

                // A queue full of what is not ours is not emptied by us: the more of it, the more slowly.
                foreign = await batches.Settle(messages, stopping) ? 0 : foreign + 1;
                await time.Wait(foreign == 0 ? TimeSpan.Zero : Pauses.After(Math.Min(foreign, 4)), stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (QueueUnavailable failure)
            {
                ScreeningMetrics.Failed("receive");
                outages.Receiving.Fails(failure.Message);
                await time.Wait(Pauses.After(++failures), stopping);
            }
            catch (Exception fault)
            {
                // A bug, and no reason to stop the whole program: what was in hand comes back when its visibility lapses.
                log.LogError("Messages could not be handled: {Fault} at {Where}", fault.GetType().Name, fault.StackTrace);
                await time.Wait(Pauses.After(++failures), stopping);
            }
        }
    }
}
