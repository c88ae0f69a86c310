using Doorward.Support.Copilot;
using Doorward.Support.Copilot.Drafting;
using Doorward.Support.Copilot.Lookups;
using Doorward.Support.Copilot.Models;
using Doorward.Support.Copilot.Runs;
using Doorward.Support.Evals.Golden;
using Doorward.Support.Evals.Judging;

namespace Doorward.Support.Evals.Runs;

/// <summary>
/// Puts each case to the copilot's own pipeline and judges what comes out. The pipeline reads and writes nothing, and nothing of it is stored here but the
/// verdicts: there is no conversation, no draft and no hold behind a case.
/// </summary>
internal sealed class Evaluation(Desk desk, Drafters drafters, ModelSettings model, TimeProvider time)
{
    // A model on the same machine has customers to answer, too.
    private const int AtOnce = 2;

    public async Task<EvalRun> Run(Guid id, Ground ground, GoldenSet set, string tier, Gate? gate, Guid? askedBy, CancellationToken cancellation)
    {
        var began = time.GetUtcNow();
        var judge = new Judge(tier, ground.Documents);
        var (results, spent) = (new CaseResult[set.Cases.Count], ground.SpentToday);
        await Parallel.ForEachAsync(set.Cases.Index(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (one, stop) =>
        {
            var drafter = tier == Tiers.Quality ? drafters.For(Interlocked.Read(ref spent)) : new Composer();
            var run = await Pipeline.Run(
                Ask(one.Item, ground, began), ground.Policy, desk.For(ground.OrganizationId, null), drafter, new Steps(time, measured: false), () => Task.FromResult(true), stop);
            Interlocked.Add(ref spent, run.ReadTokens + run.WrittenTokens);
            results[one.Index] = judge.Of(one.Item, run);
        });
        return new EvalRun(id, ground, set, tier, results, gate, tier == Tiers.Quality && model.Url is not null ? model.Name : null, askedBy, began, time.GetUtcNow());
    }

    private static Question Ask(GoldenCase one, Ground ground, DateTimeOffset at) => new(
        ground.OrganizationId, ground.Agency, Guid.Empty, Guid.Empty, one.Thread.Count + 1, one.Message, null, null, one.Thread, at);
}
