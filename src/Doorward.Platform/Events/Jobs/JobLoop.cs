using System.Collections.Concurrent;
using System.Diagnostics;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Events.Jobs;

/// <summary>Claims and runs the jobs of one kind on this node.</summary>
internal sealed class JobLoop(JobHandler handler, JobStore jobs, JobPlaces places, LogSignal signal, TimeProvider time, ILogger<JobLoop> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Renew = JobStore.Lease / 4;

    private readonly Places _places = places.Of(handler.Kind);

    // Those that are under way, and since when.
    private readonly ConcurrentDictionary<Job, long> _mine = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Work(stoppingToken), KeepLeases(stoppingToken));

    private async Task Work(CancellationToken stoppingToken)
    {
        var jobsAdded = signal.Jobs.Of(handler.Kind);
        _places.Open(handler.Parallel, job => _ = Run(job, stoppingToken));
        while (!stoppingToken.IsCancellationRequested)
        {
            var (added, freed) = (jobsAdded.Next, _places.Freed);
            try
            {
                // With every place taken, the next look is when one is free: a slow job holds up no other. With places left, a job that ends leaves nothing to look for.
                var wait = await Fill();
                await (wait is { } due ? added.WaitAsync(due, time, stoppingToken) : freed.WaitAsync(stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                log.LogWarning("Jobs of kind {Kind} wait for the database: {Reason}", handler.Kind, failure.Message);
                await Later(Poll, stoppingToken);
            }
        }

        await _places.Close();
        await HandBack();
    }

    /// <summary>Claims what is due for the free places, and starts it.</summary>
    /// <returns>When the next look is worth it; null: when a place is free.</returns>
    private async Task<TimeSpan?> Fill()
    {
        using var free = _places.Take(handler.Parallel);
        var claimed = free.Count == 0 ? Claimed.Nothing : await jobs.Claim(handler.Kind, JobStore.Lease, free.Count);
        foreach (var job in claimed.Jobs)
        {
            free.Start(job);
        }

        return claimed.Jobs.Count == free.Count ? null : Wait(claimed.NextDue);
    }

    private static TimeSpan Again(Exception failure, int attempts) =>
        failure is JobOvertaken ? TimeSpan.Zero : Backoff.After(attempts, Random.Shared.NextDouble());

    /// <summary>An attempt that is past its time is let go, whether it heeds that or not.</summary>
    private async Task KeepLeases(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Later(Renew, stopping);
            var mine = _mine.Where(job => time.GetElapsedTime(job.Value) < handler.Lease).Select(job => job.Key).ToList();
            try
            {
                await (mine.Count == 0 ? Task.CompletedTask : jobs.Keep(mine, JobStore.Lease, stopping));
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or OperationCanceledException)
            {
                log.LogDebug(failure, "Leases of kind {Kind} could not be renewed", handler.Kind);
            }
        }
    }

    private static TimeSpan Wait(TimeSpan? due) => due < Poll ? TimeSpan.FromTicks(Math.Max(due.Value.Ticks, TimeSpan.TicksPerMillisecond)) : Poll;

    private async Task Later(TimeSpan wait, CancellationToken stopping) =>
        await Task.Delay(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

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

    /// <summary>Runs one job to its end; it never throws. What the database could not be told lapses with the lease.</summary>
    private async Task Run(Job job, CancellationToken stopping)
    {
        await Task.Yield(); // whoever started it has others to start
        _mine[job] = time.GetTimestamp();
        try
        {
            await Attempt(job, stopping);
        }
        catch (Exception lost)
        {
            log.LogWarning("How job {Id} of kind {Kind} ended could not be written down: {Reason}", job.Id, job.Kind, lost.Message);
        }
        finally
        {
            _mine.TryRemove(job, out _);
            _places.Give(1);
        }
    }

    private async Task Attempt(Job job, CancellationToken stopping)
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
            var isEnded = writes == JobHandler.Ended || writes == JobHandler.Lost;
            var isOurs = isEnded ? writes == JobHandler.Ended : await jobs.Complete(job, writes, limit.Token);
            EventMetrics.JobEnded(job.Kind, isOurs ? "done" : "lost", time.GetElapsedTime(begun));
            if (isOurs && !isEnded)
            {
                signal.PulseWithJobs();
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
            // To be overtaken is no fault, and common where many want the same.
            log.Log(failure is JobOvertaken && !parked ? LogLevel.Debug : LogLevel.Warning, "Job {Id} of kind {Kind}, attempt {Attempt}: {Fault}{Parked}",
                job.Id, job.Kind, job.Attempts, failure.GetType().Name, parked ? "; parked as a dead letter" : "");
            await jobs.Fail(job, $"{failure.GetType().Name}: {failure.Message}", parked ? null : Again(failure, job.Attempts));
            signal.Jobs.Of(job.Kind).Wake(); // it may be due at once
        }
    }
}
