using System.Text.Json;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Http;
using Doorward.Support.Evals.Golden;

namespace Doorward.Support.Evals.Runs;

/// <summary>Tries a stored golden set. The run is written in the transaction that ends the job, so there is one however often it was begun.</summary>
internal sealed class EvalJob(GoldenSets sets, Grounds grounds, Evaluation evaluation) : JobHandler
{
    public override string Kind => "evals.run";

    // The most cases that are stored, each at the end of a slow model's patience; one that is away is given up after a few.
    public override TimeSpan Lease => TimeSpan.FromHours(1);

    public override int MaxAttempts => 3;

    public override int Parallel => 1;

    public override async Task<JobWrites> Run(Job job, CancellationToken cancellation)
    {
        var asked = JsonSerializer.Deserialize<Asked>(job.Payload, DoorwardJson.Options)!;
        var organization = job.OrganizationId!.Value;
        var set = await sets.Find(organization, asked.Set, cancellation) ?? throw new JobRefused($"There is no golden set {asked.Set} any more.");
        if (await grounds.Leaks(organization, set, cancellation) is [var leak, ..])
        {
            throw new JobRefused($"The set is no longer held out from the knowledge base: {leak.Case} stands in {leak.Path}.");
        }

        var ground = await grounds.Of(organization, cancellation) ?? throw new JobRefused("There is no such organization any more.");
        var run = await evaluation.Run(Guid.Parse(job.Key), ground, set, asked.Tier, null, asked.AskedBy, cancellation);
        return (connection, stop) => EvalStore.Store(run, connection, stop);
    }

    private sealed record Asked(string Set, string Tier, Guid AskedBy);
}
