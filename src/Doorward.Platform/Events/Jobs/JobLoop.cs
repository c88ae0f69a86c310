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
        while (!stoppingToken.IsCancellationRequested)
        {
            var grown = signal.Next;
            try
            {
                var claimed = await jobs.Claim(handler.Kind, handler.Lease, handler.Parallel, stoppingToken);
                await Task.WhenAll(claimed.Select(job => Run(job, stoppingToken)));
                if (claimed.Count == 0)
                {
                    var due = await jobs.NextDue(handler.Kind, stoppingToken) ?? Poll;
                    var wait = due < Poll ? TimeSpan.FromTicks(Math.Max(due.Ticks, TimeSpan.TicksPerMillisecond)) : Poll;
                    await Task.WhenAny(grown, Task.Delay(wait, time, stoppingToken));
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                log.LogWarning("Jobs of kind {Kind} wait for the database: {Reason}", handler.Kind, failure.Message);
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Run(Job job, CancellationToken stopping)
    {
        using var span = DoorwardTelemetry.Begin($"job {job.Kind}", ActivityKind.Consumer, job.Traceparent);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(handler.Lease);
        try
        {
            var writes = await handler.Run(job, limit.Token);
            if (await jobs.Complete(job, writes, limit.Token))
            {
                signal.Pulse();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // A clean stop is no fault of the job: hand it back at once instead of letting the lease lapse.
            await jobs.Fail(job, "The node stopped.", TimeSpan.Zero);
        }
        catch (Exception failure)
        {
            var parked = failure is JobRefused || job.Attempts >= handler.MaxAttempts;
            log.LogWarning("Job {Id} of kind {Kind}, attempt {Attempt}: {Fault}{Parked}",
                job.Id, job.Kind, job.Attempts, failure.GetType().Name, parked ? "; parked as a dead letter" : "");
            await jobs.Fail(job, $"{failure.GetType().Name}: {failure.Message}", parked ? null : Backoff.After(job.Attempts, Random.Shared.NextDouble()));
        }
    }
}
