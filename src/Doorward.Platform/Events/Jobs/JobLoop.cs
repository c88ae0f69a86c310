using System.Diagnostics;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Events.Jobs;

/// <summary>Claims and runs the jobs of one kind on this node.</summary>
internal sealed class JobLoop(JobHandler handler, JobStore jobs, LogSignal signal, TimeProvider time, ILogger<JobLoop> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A job that takes its time holds one place, not those of the jobs that came with it.
        var running = new HashSet<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            var grown = signal.Next;
            try
            {
                await Task.WhenAll(running.Where(job => job.IsCompleted));
                running.RemoveWhere(job => job.IsCompleted);
                var free = handler.Parallel - running.Count;
                var claimed = free == 0 ? [] : await jobs.Claim(handler.Kind, handler.Lease, free, stoppingToken);
                running.UnionWith(claimed.Select(job => Run(job, stoppingToken)));
                if (free == 0)
                {
                    await Task.WhenAny(running);
                }
                else if (claimed.Count == 0)
                {
                    var due = await jobs.NextDue(handler.Kind, stoppingToken) ?? Poll;
                    var wait = due < Poll ? TimeSpan.FromTicks(Math.Max(due.Ticks, TimeSpan.TicksPerMillisecond)) : Poll;
                    await Task.WhenAny([grown, Task.Delay(wait, time, stoppingToken), .. running]);
                }
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                running.RemoveWhere(job => job.IsFaulted);
                log.LogWarning("Jobs of kind {Kind} wait for the database: {Reason}", handler.Kind, failure.Message);
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await HandBack();
    }

    private async Task HandBack()
    {
        try
        {
            await jobs.HandBack(handler.Kind);
        }
        catch (Exception failure) when (failure is NpgsqlException or ObjectDisposedException or TimeoutException)
        {
            log.LogWarning("Jobs of kind {Kind} could not be handed back and wait for their lease to lapse: {Reason}", handler.Kind, failure.Message);
        }
    }

    private async Task Run(Job job, CancellationToken stopping)
    {
        if (job.Attempts > handler.MaxAttempts)
        {
            await jobs.Fail(job, "Every attempt was cut short: the node died in the middle of it, or lost the database.", null);
            return;
        }

        using var span = DoorwardTelemetry.Begin($"job {job.Kind}", ActivityKind.Consumer, job.Traceparent);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(handler.Lease);
        var begun = time.GetTimestamp();
        try
        {
            var writes = await handler.Run(job, limit.Token);
            if (await jobs.Complete(job, writes, limit.Token))
            {
                EventMetrics.JobEnded(job.Kind, "done", time.GetElapsedTime(begun));
                signal.Pulse();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // handed back with all the others
        }
        catch (Exception failure)
        {
            var parked = failure is JobRefused || job.Attempts >= handler.MaxAttempts;
            EventMetrics.JobEnded(job.Kind, parked ? "parked" : "retried", time.GetElapsedTime(begun));
            log.LogWarning("Job {Id} of kind {Kind}, attempt {Attempt}: {Fault}{Parked}",
                job.Id, job.Kind, job.Attempts, failure.GetType().Name, parked ? "; parked as a dead letter" : "");
            await jobs.Fail(job, $"{failure.GetType().Name}: {failure.Message}", parked ? null : Backoff.After(job.Attempts, Random.Shared.NextDouble()));
        }
    }
}
