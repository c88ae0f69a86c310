using Doorward.Platform.Events.Jobs;
using Doorward.Support.Copilot.Lookups;
using Doorward.Support.Copilot.Models;
using Doorward.Support.Copilot.Runs;

namespace Doorward.Support.Copilot;

/// <summary>
/// Answers one message. The pipeline runs outside of any transaction; what it came to is written with the job's end. What fails is
/// tried again within seconds and then handed to people: a customer waits, so nothing is retried for hours.
/// </summary>
internal sealed class DraftReply(Inbox inbox, Desk desk, RunStore store, Drafters drafters, ModelSettings settings, TimeProvider time) : JobHandler
{
    public const string JobKind = "copilot.draft";

    private const int TriesOfTheWhole = 5;

    public override string Kind => JobKind;

    public override TimeSpan Lease => TimeSpan.FromSeconds(settings.TimeoutSeconds + 15);

    // Each waits for the model; or, without one, for what the database is asked for all of them together.
    public override int Parallel => drafters.HasModel ? 8 : 32;

    public override async Task<JobWrites> Run(Job job, CancellationToken cancellation)
    {
        var asked = await inbox.Find(job.OrganizationId!.Value, Guid.Parse(job.Key), cancellation);
        if (asked is null)
        {
            return (_, _) => Task.CompletedTask;
        }

        var run = await Try(asked, job, cancellation);
        return await store.End(run, job, cancellation);
    }

    private async Task<Run> Try(Asked asked, Job job, CancellationToken cancellation)
    {
        if (job.Attempts > TriesOfTheWhole)
        {
            // The node died in the middle of it, again and again, or what it offered was taken each time: whatever it is about this message, a person sees it now.
            return Failed(asked);
        }

        try
        {
            var steps = new Steps(time);
            return await Pipeline.Run(
                asked.Question, asked.Policy, desk.For(asked.Question.OrganizationId, asked.Question.ApplicantId), drafters.For(asked.SpentToday), steps,
                async () => asked.Waits && (!drafters.HasModel || await inbox.StillWaits(asked.Question, cancellation)), cancellation);
        }
        catch (Exception failure) when (job.Attempts == TriesOfTheWhole && !cancellation.IsCancellationRequested && failure is not OutOfMemoryException)
        {
            return Failed(asked);
        }
    }

    private static Run Failed(Asked asked) => ToPeople.Because(asked, "copilot_failed", "The copilot failed at this message; see the program's log.");
}
