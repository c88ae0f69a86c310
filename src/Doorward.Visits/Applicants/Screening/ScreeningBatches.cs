using System.Diagnostics;
using Doorward.Platform.Queues;
using Doorward.Platform.Telemetry;
using Microsoft.Extensions.Logging;

namespace Doorward.Visits.Applicants.Screening;

/// <summary>
/// Settles what was received: first committed, then deleted. A crash in between is met by the event's id when the messages come again. While it
/// works it keeps them hidden; what it could not settle before the node stops it hands back.
/// </summary>
internal sealed class ScreeningBatches(
    SqsClient queue, Screenings screenings, ScreeningSettings settings, QueueOutages outages, TimeProvider time, ILogger<ScreeningBatches> log)
{
    private const int DeleteAttempts = 5;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    private int _foreign;

    /// <summary>False: nothing of it was ours.</summary>
    public async Task<bool> Settle(IReadOnlyList<SqsMessage> messages, CancellationToken stopping)
    {
        ScreeningMetrics.Received(messages.Count);
        ScreeningMetrics.Oldest(messages.Max(message => time.GetUtcNow() - (message.SentAt ?? time.GetUtcNow())));
        var ours = messages
            .Select(message => (Message: message, Command: ScreenApplicant.Of(
                MessageReader.Read(message.Body), message.Id, message.Body, Trace(message), settings)))
            .Where(one => one.Command is not null)
            .ToDictionary(one => one.Message, one => one.Command!);
        NoteForeign(messages.Count - ours.Count);
        if (ours.Count == 0)
        {
            return false;
        }

        using var span = DoorwardTelemetry.Source.HasListeners()
            ? DoorwardTelemetry.Source.StartActivity("screenings", ActivityKind.Consumer, default(ActivityContext), [new("doorward.batch.size", ours.Count)], Links(ours.Values))
            : null;
        await using var hidden = new Hiding([.. ours.Keys], queue, queue.Visibility, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, hidden.Lost);
        var open = await screenings.Record(ours, either.Token);
        await Delete([.. ours.Keys.Except(open)], stopping);
        if (open.Count > 0 && stopping.IsCancellationRequested)
        {
            await hidden.End();
            await HandBack(open);
        }

        return true;
    }

    /// <summary>What is not deleted comes again, is known, and is deleted then: giving up is harmless.</summary>
    private async Task Delete(IReadOnlyList<SqsMessage> settled, CancellationToken stopping)
    {
        for (var attempt = 1; settled.Count > 0 && attempt <= DeleteAttempts; attempt++)
        {
            try
            {
                // It is worth finishing, but not worth holding up a node that stops.
                using var limit = new CancellationTokenSource();
                await using var stops = stopping.Register(() => limit.CancelAfter(LastWords));
                var left = await queue.Delete(settled, limit.Token);
                settled = left.TryAgain;
                if (settled.Count == 0)
                {
                    outages.Deleting.Works();
                    return;
                }

                outages.Deleting.Fails($"{settled.Count} of a batch are still there");
            }
            catch (Exception failure) when (failure is QueueUnavailable or OperationCanceledException)
            {
                outages.Deleting.Fails(failure.Message);
            }

            ScreeningMetrics.Failed("delete");
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            await time.Wait(Pauses.After(attempt), stopping);
        }
    }

    private async Task HandBack(IReadOnlyList<SqsMessage> open)
    {
        try
        {
            using var limit = new CancellationTokenSource(LastWords, time);
            await queue.ChangeVisibility(open, TimeSpan.Zero, limit.Token);
            ScreeningMetrics.Handled("returned", open.Count);
        }
        catch (Exception failure) when (failure is QueueUnavailable or OperationCanceledException)
        {
            log.LogWarning("{Count} messages could not be handed back and wait for their visibility to lapse: {Reason}", open.Count, failure.Message);
        }
    }

    private void NoteForeign(int count)
    {
        ScreeningMetrics.Handled("foreign", count);
        if (count > 0 && Interlocked.Exchange(ref _foreign, 1) == 0)
        {
            log.LogWarning("The queue of screenings holds messages of other types; they are left there. A queue of its own, or a filter policy, spares both sides");
        }
    }

    private static string? Trace(SqsMessage message) => ActivityContext.TryParse(message.Traceparent, null, out _) ? message.Traceparent : null;

    private static IEnumerable<ActivityLink> Links(IEnumerable<ScreenApplicant> commands) => commands
        .Select(command => ActivityContext.TryParse(command.Traceparent, null, out var context) ? context : default)
        .Where(context => context != default)
        .Distinct()
        .Select(context => new ActivityLink(context));
}
