using Doorward.Platform.Commands;
using Doorward.Platform.Queues;
using Npgsql;

namespace Doorward.Visits.Applicants.Screening;

/// <summary>
/// Records a batch, by one statement, and stays at it while the database is away: messages that were given back and received again would wear out
/// their redrive count for nothing. A message that fails by itself, again and again, becomes a dead letter.
/// </summary>
internal sealed class Screenings(CommandBatcher<ScreenApplicant, Outcome<Done>> batcher, QueueOutages outages, ScreeningSettings settings, TimeProvider time)
{
    private const int Chances = 3;

    /// <summary>Returns what is still open because it was told to stop.</summary>
    public async Task<IReadOnlyList<SqsMessage>> Record(IReadOnlyDictionary<SqsMessage, ScreenApplicant> commands, CancellationToken stopping)
    {
        var open = new Dictionary<SqsMessage, ScreenApplicant>(commands);
        var faults = new Dictionary<SqsMessage, int>();
        for (var failures = 1; ; failures++)
        {
            var (messages, running) = (open.Keys.ToList(), Submit([.. open.Values]));
            if (!await Ended(Task.WhenAll(running), stopping))
            {
                return messages;
            }

            for (var n = 0; n < messages.Count; n++)
            {
                if (running[n].IsCompletedSuccessfully)
                {
                    ScreeningMetrics.Handled((await running[n]).Code);
                    open.Remove(messages[n]);
                }
                else if (ItsOwnFault(running[n].Exception?.InnerException) is { } fault && (faults[messages[n]] = faults.GetValueOrDefault(messages[n]) + 1) == Chances)
                {
                    open[messages[n]] = open[messages[n]].Parked($"It could not be stored: {fault}.");
                }
            }

            if (open.Count == 0)
            {
                outages.Handling.Works();
                return [];
            }

            ScreeningMetrics.Failed("handle");
            outages.Handling.Fails(running.First(one => !one.IsCompletedSuccessfully).Exception?.InnerException?.GetType().Name ?? "cancelled");
            await time.Wait(Pauses.After(failures), stopping);
            if (stopping.IsCancellationRequested)
            {
                return [.. open.Keys];
            }
        }
    }

    private IReadOnlyList<Task<Outcome<Done>>> Submit(IReadOnlyList<ScreenApplicant> commands)
    {
        try
        {
            return batcher.SubmitAll(commands, CancellationToken.None);
        }
        catch (BatcherFull full)
        {
            return [.. commands.Select(_ => Task.FromException<Outcome<Done>>(full))];
        }
    }

    /// <summary>False: told to stop, and the time for it is over.</summary>
    private async Task<bool> Ended(Task running, CancellationToken stopping)
    {
        await Task.WhenAny(running, Task.Delay(Timeout.InfiniteTimeSpan, time, stopping));
        if (!running.IsCompleted)
        {
            await Task.WhenAny(running, Task.Delay(settings.DrainFor, time, CancellationToken.None));
        }

        return running.IsCompleted;
    }

    // Class 22: data exception; 23: integrity constraint; 54: a value too large; P0: raised by a statement. And what cannot be written down at all.
    // Anything else passes, or is mended by somebody, and must not cost anybody's message.
    private static string? ItsOwnFault(Exception? failure) => failure switch
    {
        PostgresException refusal => refusal.SqlState[..2] is "22" or "23" or "54" or "P0" ? refusal.SqlState : null,
        ArgumentException or InvalidCastException or FormatException => failure.GetType().Name,
        _ => null,
    };
}
